import { LimbeckError } from '../kernel/errors.js';
import { isPhase, type Phase } from '../revision/phase.js';
import type { Revision } from '../revision/revision.js';
import { upgradePath } from '../revision/target.js';
import { withinPhase } from '../revision/within-phase.js';
import { type ReviewRequest, runPath, type RunRequest } from './run-path.js';
import type { Workspace } from './workspace.js';

/** How an upgrade is done. */
export interface UpgradeRequest extends RunRequest, ReviewRequest {
  /** The phase of a deploy that it is for: revisions of later phases, and what needs them, wait. Without it, nothing waits. */
  readonly phase?: Phase;
}

/** Runs the revisions that lead to `target` and are not applied, as far as the phase goes; tells what waits. */
export async function upgrade(workspace: Workspace, target: string, { phase, ...request }: UpgradeRequest): Promise<readonly Revision[]> {
  requirePhase(phase);
  const graph = workspace.loadGraph();
  let heldBack: readonly Revision[] = [];
  const ran = await runPath(workspace, {
    ...request,
    requireSafe: request.requireSafe ?? workspace.options.requireSafe,
    graph,
    direction: 'up',
    choosePath: (applied) => {
      const whole = upgradePath(graph, { target, applied });
      if (phase === undefined) return whole;
      const within = withinPhase(graph, whole, phase);
      heldBack = within.heldBack;
      return within.path;
    },
  });
  if (phase !== undefined && heldBack.length > 0) workspace.options.onEvent({ type: 'run.held-back', phase, revisions: heldBack.map(({ id }) => id) });
  return ran;
}

/** For callers without types. */
export function requirePhase(phase: unknown): asserts phase is Phase | undefined {
  if (phase !== undefined && !isPhase(phase)) throw new LimbeckError('config/bad-option', { option: 'phase', found: JSON.stringify(phase), allowed: '"expand", "migrate" or "contract"' });
}
