/**
 * `ledgerline/core/tile.js`: tlog-tiles: coordinates, paths, entry bundles, and reading tree nodes through tiles.
 * @module
 */
export {
  FULL_WIDTH,
  hashesAtLevel,
  hashFromTile,
  isTile,
  TILE_HEIGHT,
  type Tile,
  tileOfNode,
  tilesBetween,
  tilesOfSize,
  tileWidth,
} from '../../core/tile/coordinates.ts';
export { decodeEntries, encodeEntries, MAX_ENTRY_BYTES } from '../../core/tile/entry-bundle.ts';
export { formatEntriesPath, formatTilePath, parseTilePath, type TilePath } from '../../core/tile/path.ts';
export { planTileReads, type TilePlan, type TileReader, tileNodeReader } from '../../core/tile/tile-reader.ts';
