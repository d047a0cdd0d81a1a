import { bareCallOf, type DefineCommand } from '../command.js';

export const defineDoctor: DefineCommand = (program, take) => {
  program
    .command('doctor')
    .description('look at all that Limbeck depends on, and say what to do')
    .action(() => take(bareCallOf('doctor', {}, () => (require('../runs/doctor.js') as typeof import('../runs/doctor.js')).doctor)));
};
