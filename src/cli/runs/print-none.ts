/** What a list of no revisions says. */
export const noRevisions = 'There are no revisions.';
