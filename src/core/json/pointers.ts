/**
 * Finding a text in a JSON value.
 * @module
 */
/** Where `text` stands as a whole string in `value`, outside names: JSON Pointers (RFC 6901), in document order. */
export function pointersTo(value: unknown, text: string): string[] {
  if (value === text) return [''];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const step = name.replaceAll('~', '~0').replaceAll('/', '~1');
    return pointersTo(inner, text).map((rest) => `/${step}${rest}`);
  });
}
