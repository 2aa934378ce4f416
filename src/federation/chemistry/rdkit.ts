/**
 * RDKit, compiled to WebAssembly: the few calls that the demonstration makes, typed. The package's own types say `any`
 * for every array and know no options.
 * @module
 */

/** A molecule in WebAssembly memory, which no garbage collector frees: `delete()` it. */
export interface RdkitMolecule {
  /** Canonical SMILES; `options` is JSON such as `{"doIsomericSmiles":false}`. */
  get_smiles(options?: string): string;
  /** The molecule as RDKit JSON, bonds in Kekulé form. */
  get_json(): string;
  /** A Morgan fingerprint, bit i in byte i / 8, lowest bit first; `options` is JSON: `radius`, `nBits`. */
  get_morgan_fp_as_uint8array(options: string): Uint8Array;
  delete(): void;
}

export interface Rdkit {
  /** Reads SMILES or RDKit JSON and sanitises it; null where that fails. */
  get_mol(input: string): RdkitMolecule | null;
}

/**
 * Loads a fresh instance (about 0.3 s, found beside the package's own script, so an installed package needs no setting).
 * Nothing is shared between callers: input that breaks one instance breaks no other. It prints nothing; RDKit would
 * write a line to stderr for each molecule that it refuses.
 */
export async function loadRdkit(): Promise<Rdkit> {
  // A CommonJS function that is its own `default`: once for Node's import, once for the package's types.
  const { default: commonJs } = await import('@rdkit/rdkit');
  return commonJs.default({ print: ignore, printErr: ignore });
}

function ignore(): void {}
