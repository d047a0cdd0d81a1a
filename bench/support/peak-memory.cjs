// @ts-check
const { readFileSync } = require('node:fs');

/**
 * The most memory that this process has held at once, in MiB.
 *
 * Linux: `VmHWM` of /proc/self/status (proc_pid_status(5)). `maxRSS` of getrusage(2) begins there with what the parent held when it made this
 * process, so it is the second choice, where there is no /proc.
 */
function peakMemoryMiB() {
  try {
    const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    if (kibibytes !== undefined) return Number(kibibytes) / 1024;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  return process.resourceUsage().maxRSS / 1024;
}

module.exports = { peakMemoryMiB };
