/**
 * The fuzz table.
 * @module
 */
import { CORE } from './_core.ts';
import { NODE } from './_node.ts';
import { NOTE } from './_notes.ts';
import type { Target } from './_target.ts';
import { VERIFY } from './_verify.ts';

export const TABLE: readonly Target[] = [...CORE, ...NOTE, ...VERIFY, ...NODE];
