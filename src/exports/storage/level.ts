/**
 * `ledgerline/storage/level.js`: the disposable index in LevelDB.
 * @module
 */
export { discardLevelIndex } from '../../storage/level/database.ts';
export { type LevelIndex, openLevelIndex } from '../../storage/level/level-index.ts';
