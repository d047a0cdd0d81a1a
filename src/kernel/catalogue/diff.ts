/** The area `diff` of the catalogue: differences that cannot be dealt with. */
export const diffErrors = {
  'diff/view-not-kept': (d: { view: string; attachments: readonly string[] }) => ({
    message: `The view ${d.view} has to be dropped and created again, which would lose what was put on it: ${d.attachments.join(', ')}.`,
    hint: 'Drop the view in a revision of its own, and create it in a later one with all that it needs.',
  }),
};
