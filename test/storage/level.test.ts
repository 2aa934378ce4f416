import { openLevelIndex } from '../../src/storage/level/level-index.ts';
import { folderSubject } from './_folder.ts';
import { describeIndexStore } from './contract/index-store.ts';

describeIndexStore('level', () => folderSubject(openLevelIndex, (index) => index));
