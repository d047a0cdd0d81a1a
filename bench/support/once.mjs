// @ts-check
/** A whole process: `node once.mjs <module> <options>` starts what the module measures, runs it once, prints the outcome, and ends. */
const [, , module = '', options = '{}'] = process.argv;

const measured = await (await import(module)).start(JSON.parse(options));
const outcome = await measured.run();
await measured.stop();
console.log(JSON.stringify(outcome));
