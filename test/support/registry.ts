import { execFileSync } from 'node:child_process';

/** Why the registry of npm packages cannot be asked, for the name of what is skipped; `null`: it answers. */
export function registrySilence(): string | null {
  try {
    execFileSync('npm', ['view', 'typeorm', 'version', '--prefer-online', '--fetch-retries=0', '--fetch-timeout=10000'], { stdio: 'pipe', timeout: 30_000 });
    return null;
  } catch {
    return 'the npm registry does not answer';
  }
}
