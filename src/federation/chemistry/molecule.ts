/**
 * What the demonstration needs to know of a molecule: an identity without stereochemistry, a fingerprint to learn from,
 * and a scaffold to split by.
 * @module
 */
import type { Rdkit, RdkitMolecule } from './rdkit.ts';
import { scaffoldJson } from './scaffold.ts';

/** Bits of a fingerprint. */
export const FINGERPRINT_BITS = 2048;

/** Morgan radius 2 (ECFP4): each bit says that some neighbourhood of up to two bonds around an atom is present. */
const MORGAN_OPTIONS = JSON.stringify({ radius: 2, nBits: FINGERPRINT_BITS });
const WITHOUT_STEREO = JSON.stringify({ doIsomericSmiles: false });

/** Longest SMILES taken, in characters. From 600 atoms on RDKit's stack overflows and its memory is lost (measured). */
export const MAX_SMILES_CHARACTERS = 400;

/**
 * Reads SMILES, lets `use` look at the molecule, and frees it. Undefined for SMILES that RDKit refuses.
 * Requires at most {@link MAX_SMILES_CHARACTERS} characters. Where it throws, abandon `rdkit`: its memory may be broken.
 */
export function withMolecule<T>(rdkit: Rdkit, smiles: string, use: (molecule: RdkitMolecule) => T): T | undefined {
  const molecule = rdkit.get_mol(smiles);
  if (molecule === null) return undefined;
  try {
    return use(molecule);
  } finally {
    molecule.delete();
  }
}

/** Canonical SMILES without stereochemistry and isotopes: equal for two forms of one compound. */
export function flatSmiles(molecule: RdkitMolecule): string {
  return molecule.get_smiles(WITHOUT_STEREO);
}

/** The set bits of the Morgan fingerprint, rising, each below {@link FINGERPRINT_BITS}. */
export function fingerprintBits(molecule: RdkitMolecule): Uint16Array {
  const bits: number[] = [];
  for (const [index, byte] of molecule.get_morgan_fp_as_uint8array(MORGAN_OPTIONS).entries()) {
    for (let bit = 0; bit < 8; bit++) {
      if ((byte >> bit) & 1) bits.push(8 * index + bit);
    }
  }
  return Uint16Array.from(bits);
}

/**
 * The Bemis-Murcko scaffold as canonical SMILES without stereochemistry; empty for a molecule without rings. Where RDKit
 * refuses what the cut leaves (never seen in 20,000 molecules), the molecule is a series of its own.
 */
export function scaffoldSmiles(rdkit: Rdkit, molecule: RdkitMolecule): string {
  const json = scaffoldJson(molecule.get_json());
  if (json === undefined) return '';
  return withMolecule(rdkit, json, flatSmiles) ?? flatSmiles(molecule);
}
