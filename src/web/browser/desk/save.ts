/**
 * Saving a file from this page, as a download of the browser.
 * @module
 */

export function save(name: string, content: string | Uint8Array): void {
  const bytes = typeof content === 'string' ? content : Uint8Array.from(content);
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has begun by the next turn; until then the address must live.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
