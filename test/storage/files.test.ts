import { type FilesStore, openFilesStore } from '../../src/storage/files/files-store.ts';
import { folderSubject } from './_folder.ts';
import { describeCheckpointStore } from './contract/checkpoint-store.ts';
import { describeHeadStore } from './contract/head-store.ts';
import { describeObjectStore } from './contract/object-store.ts';

const subject = <T>(pick: (store: FilesStore) => T) =>
  folderSubject((path) => openFilesStore(path, { create: true }), pick);

describeObjectStore('files', () => subject((store) => store.objects));
describeHeadStore('files', () => subject((store) => store.head));
describeCheckpointStore('files', () => subject((store) => store.checkpoints));
