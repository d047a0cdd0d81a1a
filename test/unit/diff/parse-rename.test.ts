import fc from 'fast-check';
import { parseRename, renamePath } from '../../../src/diff/parse-rename.js';
import { LimbeckError } from '../../../src/kernel/errors.js';

describe('parseRename', () => {
  it.each([
    ['orders=purchases', null, ['orders'], ['purchases']],
    ['user.mail=user.email', null, ['user', 'mail'], ['user', 'email']],
    ['user.mail=email', null, ['user', 'mail'], ['email']],
    ['shop.user.mail=shop.user.email', null, ['shop', 'user', 'mail'], ['shop', 'user', 'email']],
    ['enum:status.old=new', 'enum', ['status', 'old'], ['new']],
    ['type:kind=sort', 'type', ['kind'], ['sort']],
    ['table:a.b=c.d', 'table', ['a', 'b'], ['c', 'd']],
    ['enum:status."in.progress"="to=do"', 'enum', ['status', 'in.progress'], ['to=do']],
    [' "q""uote".a=b ', null, ['q"uote', 'a'], ['b']],
  ])('%s', (text, prefix, from, to) => {
    expect(parseRename(text)).toEqual({ text, prefix, from, to });
  });

  it.each(['', '=', 'a', 'a=', '=b', 'a=b=c', 'a..b=c', '.a=b', 'a.b.c.d=e', 'enum:', '"a=b'])('refuses %j', (text) => {
    expect(() => parseRename(text)).toThrow(LimbeckError);
  });

  it('reads what renamePath writes', () => {
    const path = fc.array(fc.oneof(fc.constantFrom('a', 'user', 'a.b', 'x=y', 'q"', 'enum:a', ' '), fc.string({ unit: 'binary', minLength: 1 })), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(path, path, (from, to) => {
        const text = `${renamePath(from)}=${renamePath(to)}`;
        expect(parseRename(text)).toEqual({ text, prefix: null, from, to });
      }),
    );
  });
});
