import type { Command } from 'commander';
import type { Migrator } from '../migrator/migrator.js';
import type { CommonOptions } from './common-options.js';
import type { Outcome } from './outcome.js';
import type { Reporter } from './reporter.js';

/** What a command works with. */
export interface Session {
  readonly migrator: Migrator;
  readonly reporter: Reporter;
  /** The namespace that is left out of names. */
  readonly namespace: () => string;
}

/** Does what a command is for. */
export type Run<Request> = (request: Request, session: Session) => Promise<Outcome>;

/** A command that was asked for, with what only this command needs. */
export interface CommandCall {
  readonly name: string;
  readonly request: object;
  /** Does it. Its code, and TypeORM with it, is loaded only now. */
  perform(surroundings: Surroundings): Promise<Outcome>;
}

/** What a command is performed in. */
export interface Surroundings {
  readonly options: CommonOptions;
  readonly reporter: Reporter;
  readonly open: OpenSession;
}

/** Loads the project, lets `work` work with it, and closes what was opened; `instead` counts in place of what was said on the command line. */
export type OpenSession = <T>(work: (session: Session) => Promise<T>, instead?: CommonOptions) => Promise<T>;

/** Where a command that was asked for goes. */
export type Take = (call: CommandCall) => void;

/** Adds a command to the program: its words, its help, and what is taken when it is asked for. */
export type DefineCommand = (program: Command, take: Take) => void;

/** The call of a command whose code `load` loads. */
export function callOf<Request extends object>(name: string, request: Request, load: () => Run<Request>): CommandCall {
  return { name, request, perform: ({ open }) => open((session) => load()(request, session)) };
}

/** Does what a command is for that opens the project itself, or works without one. */
export type BareRun<Request> = (request: Request, surroundings: Surroundings) => Promise<Outcome>;

/** The call of a command that needs no project yet. */
export function bareCallOf<Request extends object>(name: string, request: Request, load: () => BareRun<Request>): CommandCall {
  return { name, request, perform: (surroundings) => load()(request, surroundings) };
}
