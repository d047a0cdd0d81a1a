import { spawnSync } from 'node:child_process';
import { chownSync, readFileSync, realpathSync } from 'node:fs';
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

/** initdb looks up the name of the user it runs as, so only users of the password file will do. */
function systemIdentities(): Identity[] {
  const rows = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'));
  return systemUsers.flatMap((user) => {
    const [, , uid, gid] = rows.find(([name]) => name === user) ?? [];
    return uid === undefined || gid === undefined ? [] : [{ uid: Number(uid), gid: Number(gid) }];
  });
}

/** Asks the system instead of reading mode bits: those know nothing of access lists and user namespaces. */
function canReach(folder: string, identity: Identity): boolean {
  try {
    return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...identity, cwd: '/', stdio: 'ignore' }).status === 0;
  } catch {
    // spawn throws where root may not become this user, as in a container without CAP_SETUID.
    return false;
  }
}

/** Makes a file or folder the property of the user the server runs as. */
export function give(path: string, { uid, gid }: Identity): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}
