import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  fingerprintBits,
  flatSmiles,
  scaffoldSmiles,
  withMolecule,
} from '../../../src/federation/chemistry/molecule.ts';
import { loadRdkit, type Rdkit } from '../../../src/federation/chemistry/rdkit.ts';
import { scaffoldJson } from '../../../src/federation/chemistry/scaffold.ts';

let rdkit: Rdkit;
beforeAll(async () => {
  rdkit = await loadRdkit();
});

const scaffoldOf = (smiles: string) => withMolecule(rdkit, smiles, (molecule) => scaffoldSmiles(rdkit, molecule));

describe('Bemis-Murcko scaffold', () => {
  test.each([
    ['toluene', 'Cc1ccccc1', 'c1ccccc1'],
    ['ibuprofen', 'CC(C)Cc1ccc(cc1)C(C)C(=O)O', 'c1ccccc1'],
    ['ethanol, no ring', 'CCO', ''],
    ['2,5-dimethyl-3-hexyne, a long chain', 'CC(C)C#CC(C)C', ''],
    ['N-methylpyrrole: the ring nitrogen gets its hydrogen', 'Cn1cccc1', 'c1cc[nH]c1'],
    ['N-methylpyridinium keeps its charge', 'C[n+]1ccccc1', 'c1cc[nH+]cc1'],
    ['2-methylcyclohexanone: C=O in a ring stays', 'CC1CCCCC1=O', 'O=C1CCCCC1'],
    ['acetophenone: C=O in a side chain goes', 'CC(=O)c1ccccc1', 'c1ccccc1'],
    ['4-chlorobenzophenone: C=O in a linker stays', 'O=C(c1ccccc1)c1ccc(Cl)cc1', 'O=C(c1ccccc1)c1ccccc1'],
    ['a sulfonamide linker keeps both oxygens', 'CCc1ccc(cc1)S(=O)(=O)Nc1ccccc1', 'O=S(=O)(Nc1ccccc1)c1ccccc1'],
    ['an oxime keeps =N, not its oxygen', 'ON=C1CCCCC1', 'N=C1CCCCC1'],
    ['a triple bond in a linker', 'Cc1ccc(cc1)C#Cc1ccccc1', 'C(#Cc1ccccc1)c1ccccc1'],
    ['a nitrile goes', 'N#Cc1ccccc1', 'c1ccccc1'],
    ['nicotine, chiral', 'CN1CCC[C@H]1c1cccnc1', 'c1cncc(C2CCCN2)c1'],
    ['a deuterated ring', '[2H]C1CCCCC1', 'C1CCCCC1'],
    ['a spiro centre', 'CC1CCC2(CC1)OCCO2', 'C1CCC2(CC1)OCCO2'],
    [
      'terfenadine',
      'OC(CCCN1CCC(CC1)C(O)(c1ccccc1)c1ccccc1)c1ccc(cc1)C(C)(C)C',
      'c1ccc(CCCCN2CCC(C(c3ccccc3)c3ccccc3)CC2)cc1',
    ],
  ])('%s', (_, smiles, scaffold) => {
    expect(scaffoldOf(smiles)).toBe(scaffold);
  });

  test('the scaffold of a scaffold is itself', () => {
    for (const smiles of ['O=S(=O)(Nc1ccccc1)c1ccccc1', 'c1cncc(C2CCCN2)c1', 'N=C1CCCCC1']) {
      expect(scaffoldOf(smiles)).toBe(smiles);
    }
  });

  test('random graphs are cut as the slow way cuts them, and no valence is lost', () => {
    const graph = fc.integer({ min: 2, max: 12 }).chain((atomCount) =>
      fc.record({
        atomCount: fc.constant(atomCount),
        bonds: fc.uniqueArray(
          fc
            .record({ a: fc.nat(atomCount - 1), b: fc.nat(atomCount - 1), bo: fc.constantFrom(undefined, 1, 2, 3) })
            .filter(({ a, b }) => a < b),
          { selector: ({ a, b }) => `${a},${b}`, maxLength: 18 },
        ),
      }),
    );
    fc.assert(
      fc.property(graph, ({ atomCount, bonds }) => {
        const atoms = Array.from({ length: atomCount }, (_, index) => ({ z: index, impHs: 1, stereo: 'cw' }));
        const document = {
          rdkitjson: { version: 12 },
          defaults: { bond: { bo: 1 } },
          molecules: [{ atoms, bonds: bonds.map(({ a, b, bo }) => ({ atoms: [a, b], bo })), extensions: [{}] }],
        };
        const result = scaffoldJson(JSON.stringify(document));
        expect(result === undefined ? undefined : JSON.parse(result)).toEqual(slowScaffold(atomCount, bonds));
      }),
      { numRuns: 500 },
    );
  });
});

/** Prunes one atom at a time and counts everything anew. The atomic number of the test atoms is their index. */
function slowScaffold(atomCount: number, bonds: readonly { a: number; b: number; bo: number | undefined }[]): unknown {
  const kept = new Set(Array.from({ length: atomCount }, (_, index) => index));
  const degree = (atom: number) =>
    bonds.filter(({ a, b }) => kept.has(a) && kept.has(b) && (a === atom || b === atom)).length;
  for (let end = [...kept].find((atom) => degree(atom) <= 1); end !== undefined; ) {
    kept.delete(end);
    end = [...kept].find((atom) => degree(atom) <= 1);
  }
  if (kept.size === 0) return undefined;
  const all = new Set(kept);
  for (const { a, b, bo } of bonds) {
    if (bo === 2 && kept.has(a)) all.add(b);
    if (bo === 2 && kept.has(b)) all.add(a);
  }
  const old = [...all].sort((a, b) => a - b);
  const inside = bonds.filter(({ a, b }) => all.has(a) && all.has(b));
  const orders = (list: typeof inside, atom: number) =>
    list.filter(({ a, b }) => a === atom || b === atom).reduce((total, { bo = 1 }) => total + bo, 0);
  return {
    rdkitjson: { version: 12 },
    defaults: { bond: { bo: 1 } },
    molecules: [
      {
        atoms: old.map((z) => ({ z, impHs: 1 + orders([...bonds], z) - orders(inside, z) })),
        bonds: inside.map(({ a, b, bo = 1 }) => ({ bo, atoms: [old.indexOf(a), old.indexOf(b)] })),
      },
    ],
  };
}

describe('molecules', () => {
  test('stereochemistry and isotopes do not enter the identity', () => {
    const forms = ['C[C@H](N)C(=O)O', 'C[C@@H](N)C(=O)O', 'CC(N)C(O)=O', '[13CH3]C(N)C(=O)O'];
    expect(new Set(forms.map((smiles) => withMolecule(rdkit, smiles, flatSmiles))).size).toBe(1);
  });

  test('a fingerprint is a rising list of bits below 2,048, the same for enantiomers', () => {
    const [left, right] = ['C[C@H](N)C(=O)O', 'C[C@@H](N)C(=O)O'].map((s) => withMolecule(rdkit, s, fingerprintBits));
    expect(left).toEqual(right);
    expect([...(left ?? [])]).toEqual([...(left ?? [])].sort((a, b) => a - b));
    expect(left?.every((bit) => bit < 2048)).toBe(true);
    expect(left?.length).toBeGreaterThan(8);
  });

  test('a larger molecule sets the bits of benzene too', () => {
    const benzene = withMolecule(rdkit, 'c1ccccc1', fingerprintBits) ?? [];
    const biphenyl = withMolecule(rdkit, 'c1ccccc1-c1ccccc1', fingerprintBits);
    expect([...benzene].every((bit) => biphenyl?.includes(bit))).toBe(true);
    expect(benzene).toHaveLength(3);
  });

  test.each(['xxx', 'C1CC', 'c1cccc1', 'C(', '한글'])('SMILES that RDKit refuses: %s', (smiles) => {
    expect(withMolecule(rdkit, smiles, flatSmiles)).toBeUndefined();
  });

  test('a molecule is freed when its reader throws', () => {
    let isDeleted = false;
    const molecule = { get_smiles: () => '', get_json: () => '', get_morgan_fp_as_uint8array: () => new Uint8Array() };
    const deleteIt = () => {
      isDeleted = true;
    };
    const fake: Rdkit = { get_mol: () => ({ ...molecule, delete: deleteIt }) };
    const use = () => {
      throw new Error('reader');
    };
    expect(() => withMolecule(fake, 'C', use)).toThrow('reader');
    expect(isDeleted).toBe(true);
  });
});
