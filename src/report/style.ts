import { colourProperties, pictureColours } from './palette.js';

/** The style sheet of every page. */
export const style = `${colourProperties}
*{box-sizing:border-box}
html{background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif}
body{margin:0}
main{max-width:72rem;margin:0 auto;padding:2rem 1.25rem 4rem}
main.wide{max-width:none}
header+figure{margin-top:1rem}
h1,h2,h3,p,ul,ol,dl,figure{margin:0}
h1{font-size:1.9rem;line-height:1.2;letter-spacing:-.01em;overflow-wrap:anywhere}
h2{font-size:1.35rem;line-height:1.3;overflow-wrap:anywhere}
h3{font-size:.85rem;text-transform:uppercase;letter-spacing:.06em;color:var(--quiet);margin-top:1.5rem}
header>*+*,section>*+*{margin-top:.75rem}
section{margin-top:2rem;padding:1.5rem;border:1px solid var(--line);border-radius:.75rem}
section>h3+*{margin-top:.5rem}
a{color:var(--link)}
a:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:2px solid var(--link);outline-offset:2px}
code,pre,svg text{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
code{font-size:.9em;overflow-wrap:anywhere}
.quiet{color:var(--quiet)}
ul{list-style:none;padding:0}
ol{padding-left:1.5rem}
.counts{display:flex;flex-wrap:wrap;gap:.5rem}
.counts li{border:1px solid var(--line);border-radius:2rem;padding:.1rem .75rem;background:var(--panel);font-size:.9rem}
dl{display:flex;flex-wrap:wrap;gap:.25rem 2rem;font-size:.9rem}
dl div{display:flex;gap:.5rem;min-width:0}
dt{color:var(--quiet);white-space:nowrap}
dd{margin:0;min-width:0}
.hazards>li{border-left:4px solid var(--line);border-radius:.25rem;padding:.5rem .9rem;background:var(--panel);overflow-wrap:anywhere}
.hazards>li+li{margin-top:.5rem}
.hazards .error{border-color:var(--droppedInk);background:var(--droppedGround)}
.hazards .warning{border-color:var(--changedInk);background:var(--changedGround)}
.hazards .error strong{color:var(--droppedInk)}
.hazards .warning strong{color:var(--changedInk)}
.step{font-size:.9rem;font-style:italic}
.advice{border-top:1px solid var(--line);margin-top:.4rem;padding-top:.3rem;font-size:.95rem}
.calm{color:var(--addedInk)}
.operations{border:1px solid var(--line);border-radius:.5rem;overflow:hidden;font-size:.95rem}
.operations li{display:flex;gap:.75rem;padding:.3rem .75rem;overflow-wrap:anywhere}
.operations li+li{border-top:1px solid var(--line)}
.operations span{min-width:0}
.sign{font-weight:700;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;flex:none}
.added .sign,span.added{color:var(--addedInk)}
.changed .sign,span.changed{color:var(--changedInk)}
.dropped .sign,span.dropped{color:var(--droppedInk)}
.operations .added{background:var(--addedGround)}
.operations .changed{background:var(--changedGround)}
.operations .dropped{background:var(--droppedGround)}
.stopped{border-left:4px solid var(--line);padding-left:.75rem;color:var(--quiet);overflow-wrap:anywhere}
.picture{overflow:auto;border:1px solid var(--line);border-radius:.5rem;padding:.5rem;max-height:85vh}
.picture svg{display:block;margin:0 auto}
figcaption{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin-top:.5rem;font-size:.85rem;color:var(--quiet)}
figcaption [class]{font-weight:600}
details{border:1px solid var(--line);border-radius:.5rem}
summary{padding:.5rem .75rem;cursor:pointer;font-weight:600}
pre{margin:0;padding:.75rem;overflow:auto;border-top:1px solid var(--line);background:var(--panel);border-radius:0 0 .5rem .5rem;font-size:.85rem}
@media print{section{break-inside:avoid}.picture{max-height:none}}
${pictureColours}`;
