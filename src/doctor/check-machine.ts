import { versionIn } from './installed-version.js';
import { type Finding, good, problem, warning } from './finding.js';

/** The oldest Node.js that Limbeck runs on; `engines` of its package.json says the same. */
const oldestNode = [20, 19] as const;

/** Checks the Node.js that runs. */
export function checkNode(version: string = process.versions.node): Finding {
  const [major, minor] = versionIn(version);
  const isOld = major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1]);
  if (isOld) return problem('Node.js', { text: `${version} is too old`, advice: `Install Node.js ${oldestNode.join('.')} or later.` });
  return good('Node.js', version);
}

/** How far the clocks of two machines may be apart: runs, and the names of revisions, are ordered by time. */
const toleratedMs = 60_000;

/** Checks the clock of this machine against that of the server. */
export function checkClock(serverMs: number, nowMs: number = Date.now()): Finding {
  const apartMs = Math.abs(serverMs - nowMs);
  if (apartMs <= toleratedMs) return good('clock', 'as that of the server');
  const seconds = Math.round(apartMs / 1000);
  return warning('clock', { text: `${seconds} s ${nowMs > serverMs ? 'ahead of' : 'behind'} that of the server`, advice: 'Set the clocks: TypeORM runs migrations in the order of the time stamps in their names.' });
}
