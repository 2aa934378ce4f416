/**
 * What every command is given, so that commands name no driver, no clock and no process.
 * @module
 */
import type { Command } from 'commander';
import type { Sentence } from '../core/catalogue/catalogue.ts';
import type { CheckpointStore, Clock, CopyStore, HeadStore, IndexStore, ObjectStore } from '../log/ports.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Output } from './output.ts';

/** The stores of one ledger folder, opened for writing by this process alone. */
export interface OpenStores {
  readonly objects: ObjectStore;
  readonly heads: HeadStore;
  readonly checkpoints: CheckpointStore;
  readonly index: IndexStore;
  close(): Promise<void>;
}

/** A copy of a log's public files, opened for writing by this process alone. */
export interface OpenCopy extends CopyStore {
  close(): Promise<void>;
}

/** The world around a command, chosen in `main.ts`. */
export interface World {
  readonly clock: Clock;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Called once before a command is loaded, not for help or version: loads what most commands need. */
  prepare(): Promise<void>;
  /** Opens a ledger folder. @throws InputError `folder-missing`, `folder-locked` */
  openStores(folder: string, options: { readonly create: boolean }): Promise<OpenStores>;
  /** Holds a folder for this process alone, however it ends. Requires its real path. @throws InputError `folder-locked` */
  lockFolder(realPath: string): Promise<{ release(): Promise<void> }>;
  /** Opens a copy of public files, which is made where it is missing. @throws InputError `folder-not-empty`, `folder-locked` */
  openCopy(folder: string): Promise<OpenCopy>;
  /** Settles when the process is asked to stop (SIGINT, SIGTERM), which from the first call on ends it by itself no more. */
  untilStopped(): Promise<void>;
}

/** Runs a command's action with its output, and sets the exit code. */
export type Run = (action: (output: Output) => Promise<ExitCode>) => Promise<void>;

/** A sentence of the help page in the language of this run. */
export type Say = (sentence: Sentence) => string;

/** What a command is defined with. */
export interface Shell {
  readonly world: World;
  readonly run: Run;
  readonly say: Say;
}

/** Gives a command its arguments, options and action. Name and description stand in `command-list.ts`. */
export type Define = (command: Command, shell: Shell) => void;

/** A command of the list: its module is loaded when it is called. */
export interface ListedCommand {
  readonly name: string;
  readonly description: Sentence;
  /** Goes on until it is told to stop; and when it is told so before it has begun, it ends in order all the same. */
  readonly isService?: true;
  load(): Promise<Define>;
}
