import { spawnSync } from 'node:child_process';
import { chownSync, readFileSync, realpathSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { LimbeckError } from '../kernel/errors.js';
import type { Identity } from './native-command.js';

/** Whom servers run as on this machine, and the folder below which they keep their files. */
export interface Place {
  readonly identity: Identity;
  readonly base: string;
}

/** Users that systems bring along, the one meant for PostgreSQL first. */
const systemUsers = ['postgres', '_postgres', 'nobody', 'daemon'];

/**
 * Finds whom servers run as, and a temporary folder which that user can reach.
 *
 * PostgreSQL refuses to run as root, so root lends it to an existing system user.
 * Source: PostgreSQL 18, 18.1 "The PostgreSQL User Account".
 *
 * @throws {LimbeckError} `testing/no-unprivileged-user`
 */
export function findPlace(): Place {
  if (process.geteuid?.() !== 0) return { identity: {}, base: realpathSync(tmpdir()) };
  for (const identity of systemIdentities()) {
    const base = [tmpdir(), '/tmp', '/var/tmp'].find((folder) => canReach(folder, identity));
    if (base !== undefined) return { identity, base: realpathSync(base) };
  }
  throw new LimbeckError('testing/no-unprivileged-user', { users: systemUsers });
}

const memoryFolder = '/dev/shm';

/** As a few hundred databases and their log may take. */
const neededBytes = 2 * 2 ** 30;

/**
 * As {@link findPlace}, in a folder of the machine's memory; `null` where there is none with room enough, as in a container of Docker,
 * which has 64 MiB unless told otherwise. What is there is gone when the machine is switched off.
 *
 * Making a database is making a few hundred files, for which memory takes an eighth of the time of a disk (bench/parts/test-databases.mjs).
 */
export function findMemoryPlace(): Place | null {
  const { identity } = findPlace();
  return hasMemoryFolder() && canWrite(memoryFolder, identity) ? { identity, base: memoryFolder } : null;
}

/** Source: Linux, statfs(2), TMPFS_MAGIC. */
function hasMemoryFolder(): boolean {
  try {
    const { type, bavail, bsize } = statfsSync(memoryFolder);
    return type === 0x01021994 && bavail * bsize >= neededBytes;
  } catch {
    return false;
  }
}

/** initdb looks up the name of the user it runs as, so only users of the password file will do. */
function systemIdentities(): Identity[] {
  const rows = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'));
  return systemUsers.flatMap((user) => {
    const [, , uid, gid] = rows.find(([name]) => name === user) ?? [];
    return uid === undefined || gid === undefined ? [] : [{ uid: Number(uid), gid: Number(gid) }];
  });
}

/** Asks the system instead of reading mode bits: those know nothing of access lists and user namespaces. */
const canReach = (folder: string, identity: Identity): boolean => asUser('cd "$1"', folder, identity);

const canWrite = (folder: string, identity: Identity): boolean => asUser('test -w "$1"', folder, identity);

function asUser(test: string, folder: string, identity: Identity): boolean {
  try {
    return spawnSync('/bin/sh', ['-c', test, 'sh', folder], { ...identity, cwd: '/', stdio: 'ignore' }).status === 0;
  } catch {
    // spawn throws where root may not become this user, as in a container without CAP_SETUID.
    return false;
  }
}

/** Makes a file or folder the property of the user the server runs as. */
export function give(path: string, { uid, gid }: Identity): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}
