/**
 * `ledgerline/storage/files.js`: objects, head and checkpoints in one local folder, fsynced.
 * @module
 */
export { type FilesStore, type FilesStoreOptions, openFilesStore } from '../../storage/files/files-store.ts';
