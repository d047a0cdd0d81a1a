import { isAside, isFormer } from '../../../operation/aside.js';
import { isCopying } from '../copy-trigger.js';

/** Whether Limbeck itself has given the name, for a while: no application asks for what is called so, or relies on it. */
export const isOwnName = (name: string): boolean => isAside(name) || isFormer(name) || isCopying(name);
