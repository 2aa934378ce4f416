import { expect, test, vi } from 'vitest';
import { scaffoldSmiles } from '../../../src/federation/chemistry/molecule.ts';
import type { Rdkit, RdkitMolecule } from '../../../src/federation/chemistry/rdkit.ts';
import { readMolecules } from '../../../src/federation/dataset/molecules.ts';

// An overflow in WebAssembly throws what is no Error, and leaves the instance's memory in pieces.
vi.mock('../../../src/federation/chemistry/rdkit.ts', () => ({
  loadRdkit: async (): Promise<Rdkit> => ({
    get_mol: (smiles) => {
      if (smiles === 'CC') throw { is: 'a WebAssembly exception' };
      return null;
    },
  }),
}));

test('a structure that breaks RDKit is the file’s fault, named by its row', async () => {
  const table = { header: [], rows: ['C', 'CC', 'CCC'].map((smiles) => [smiles, '1']) };
  await expect(readMolecules(table, { smiles: 0, value: 1 })).rejects.toThrow(
    expect.objectContaining({ code: 'bad-dataset', message: expect.stringMatching(/^data row 2:/) }),
  );
});

test('a molecule whose scaffold RDKit refuses is a series of its own', () => {
  const ring = {
    atoms: [{}, {}, {}],
    bonds: [
      [0, 1],
      [1, 2],
      [2, 0],
    ].map((atoms) => ({ atoms })),
  };
  const molecule: RdkitMolecule = {
    get_smiles: () => 'C1CC1',
    get_json: () => JSON.stringify({ defaults: { bond: { bo: 1 } }, molecules: [ring] }),
    get_morgan_fp_as_uint8array: () => new Uint8Array(),
    delete: () => {},
  };
  expect(scaffoldSmiles({ get_mol: () => null }, molecule)).toBe('C1CC1');
});
