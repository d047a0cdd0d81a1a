/** What one command of a text does to the transaction it runs in. */
export type TransactionControl =
  /** Begins one. */
  | 'begin'
  /** Ends it, and what it did stays. */
  | 'commit'
  /** Ends it, and what it did goes. */
  | 'rollback'
  /** Marks, frees or goes back to a place in it. */
  | 'savepoint';
