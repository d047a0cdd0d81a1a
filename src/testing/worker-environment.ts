/** What the process that starts workers tells them. */
export interface WorkerEnvironment {
  /** The id of the run that started them, and that ends after them. */
  readonly run: string;
  readonly template: string;
  /** The names of their databases, the first worker's first. */
  readonly databases: readonly string[];
}

const variable = 'LIMBECK_TEST_WORKERS';

/** Tells workers that are started from now on. */
export function announce(environment: WorkerEnvironment): void {
  process.env[variable] = JSON.stringify(environment);
}

export function retract(): void {
  Reflect.deleteProperty(process.env, variable);
}

/** What was announced to this process, or by it; `null` if nothing was. */
export function announced(): WorkerEnvironment | null {
  const text = process.env[variable];
  return text === undefined ? null : (JSON.parse(text) as WorkerEnvironment);
}
