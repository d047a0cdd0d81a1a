import { EventEmitter, once } from 'node:events';
import { type FSWatcher, watch } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sourceFiles } from '../setup/find-project.js';

/** What an editor does to save one file, and a formatter after it, takes less. */
const pauseMs = 150;

/** Watches the folders in which there are sources, and tells of those that are saved. What is installed or built is not watched. */
export class SourceWatch {
  readonly #events = new EventEmitter();
  readonly #watchers = new Map<string, FSWatcher>();
  readonly #saved = new Set<string>();

  /** @param folder Absolute; all below it counts. */
  constructor(private readonly folder: string) {}

  /** Begins with the folders that are there now, and ends with those that are there no longer. */
  async refresh(): Promise<void> {
    const folders = new Set([this.folder, ...(await sourceFiles(this.folder)).map((file) => dirname(file))]);
    for (const [folder, watcher] of this.#watchers) if (!folders.has(folder)) this.#forget(folder, watcher);
    for (const folder of folders) if (!this.#watchers.has(folder)) this.#watchers.set(folder, this.#watch(folder));
  }

  /** Waits until a source is saved, and gives all that are saved in that moment; throws where `signal` ends the wait. */
  async next(signal: AbortSignal): Promise<readonly string[]> {
    if (this.#saved.size === 0) await once(this.#events, 'saved', { signal });
    await sleep(pauseMs, undefined, { signal });
    const saved = [...this.#saved].sort();
    this.#saved.clear();
    return saved;
  }

  close(): void {
    for (const [folder, watcher] of this.#watchers) this.#forget(folder, watcher);
  }

  #watch(folder: string): FSWatcher {
    const watcher = watch(folder, (_, name) => {
      if (name === null || !/\.(?:[cm]?[jt]s|json|env)$|^\.env/.test(name)) return;
      this.#saved.add(join(folder, name));
      this.#events.emit('saved');
    });
    // A folder that is deleted takes its watcher along; the next refresh knows.
    return watcher.on('error', () => this.#forget(folder, watcher));
  }

  #forget(folder: string, watcher: FSWatcher): void {
    this.#watchers.delete(folder);
    watcher.close();
  }
}
