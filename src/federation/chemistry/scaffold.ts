/**
 * Bemis-Murcko scaffolds: the rings of a molecule and what links them, without side chains
 * (Bemis and Murcko, J. Med. Chem. 1996, 39, 2887). Molecules that share one belong to the same chemical series.
 *
 * RDKit's JavaScript library has no such function, so the atoms are pruned here, in its JSON form.
 * @module
 */

/** What this module reads and writes of RDKit JSON; members that are absent have the default's value. */
interface RdkitJson {
  readonly defaults: { readonly bond: Required<Pick<Bond, 'bo'>> };
  readonly molecules: readonly [{ readonly atoms: readonly Atom[]; readonly bonds?: readonly Bond[] }];
}

interface Atom {
  readonly z?: number | undefined;
  readonly chg?: number | undefined;
  readonly nRad?: number | undefined;
  /** Hydrogens that are not atoms of their own. */
  readonly impHs?: number;
}

interface Bond {
  /** Order: 1, 2 or 3. */
  readonly bo?: number;
  readonly atoms: readonly [number, number];
}

interface Graph {
  readonly atoms: readonly Atom[];
  readonly bonds: readonly { readonly order: number; readonly atoms: readonly [number, number] }[];
}

/**
 * The scaffold of a molecule, both as RDKit JSON; undefined for a molecule without rings.
 *
 * Atoms with at most one neighbour are pruned until none is left. Of the pruned atoms those stay that are double-bonded
 * to the rest (C=O in a ring). Each cut bond leaves as many hydrogens as its order. Stereo and isotopes are dropped.
 */
export function scaffoldJson(moleculeJson: string): string | undefined {
  const document: RdkitJson = JSON.parse(moleculeJson);
  const { atoms, bonds = [] } = document.molecules[0];
  const defaultOrder = document.defaults.bond.bo;
  const graph = { atoms, bonds: bonds.map((bond) => ({ order: bond.bo ?? defaultOrder, atoms: bond.atoms })) };
  const framework = frameworkAtoms(graph);
  if (!framework.includes(true)) return undefined;
  // Without the `extensions` RDKit perceives rings and aromaticity anew.
  return JSON.stringify({ ...document, molecules: [cutTo(withDoubleBonded(framework, graph), graph)] });
}

/** True for each atom that remains when atoms of degree 0 and 1 are pruned again and again: rings and their linkers. */
function frameworkAtoms({ atoms, bonds }: Graph): boolean[] {
  const kept = atoms.map(() => true);
  const neighbours = atoms.map((): number[] => []);
  for (const {
    atoms: [a, b],
  } of bonds) {
    neighbours[a]?.push(b);
    neighbours[b]?.push(a);
  }
  const degrees = neighbours.map((list) => list.length);
  const ends = [...degrees.keys()].filter((atom) => (degrees[atom] ?? 0) <= 1);
  for (let atom = ends.pop(); atom !== undefined; atom = ends.pop()) {
    kept[atom] = false;
    for (const neighbour of neighbours[atom] ?? []) {
      const degree = (degrees[neighbour] ?? 0) - 1;
      degrees[neighbour] = degree;
      if (degree === 1 && kept[neighbour]) ends.push(neighbour);
    }
  }
  return kept;
}

function withDoubleBonded(framework: readonly boolean[], { bonds }: Graph): boolean[] {
  const kept = [...framework];
  for (const {
    order,
    atoms: [a, b],
  } of bonds) {
    if (order !== 2) continue;
    if (framework[a]) kept[b] = true;
    if (framework[b]) kept[a] = true;
  }
  return kept;
}

/** The kept atoms and the bonds between them, renumbered; hydrogens take the places of the others. */
function cutTo(kept: readonly boolean[], { atoms, bonds }: Graph): { atoms: Atom[]; bonds: Bond[] } {
  const freed = atoms.map(() => 0);
  for (const {
    order,
    atoms: [a, b],
  } of bonds) {
    freed[a] = (freed[a] ?? 0) + (kept[b] ? 0 : order);
    freed[b] = (freed[b] ?? 0) + (kept[a] ? 0 : order);
  }
  const newIndex = new Map<number, number>();
  const keptAtoms = atoms.flatMap(({ z, chg, nRad, impHs = 0 }, index) => {
    if (!kept[index]) return [];
    newIndex.set(index, newIndex.size);
    return [{ z, chg, nRad, impHs: impHs + (freed[index] ?? 0) }];
  });
  const keptBonds = bonds.flatMap(({ order, atoms: [a, b] }): Bond[] => {
    const first = newIndex.get(a);
    const second = newIndex.get(b);
    return first === undefined || second === undefined ? [] : [{ bo: order, atoms: [first, second] }];
  });
  return { atoms: keptAtoms, bonds: keptBonds };
}
