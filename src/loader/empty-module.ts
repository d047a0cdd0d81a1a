/** Stands for a package of types alone, which has nothing to run. */
export {};
