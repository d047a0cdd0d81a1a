import { misfits } from '../../../../src/dialect/postgres/type-fit.js';

const lost = 'data/lost';
const mayNotFit = 'data/may-not-fit';

describe('misfits', () => {
  it.each([
    ['smallint', 'integer'],
    ['integer', 'bigint'],
    ['integer', 'numeric'],
    ['integer', 'numeric(12,2)'],
    ['integer', 'double precision'],
    ['integer', 'integer[]'],
    ['numeric(10,2)', 'numeric(12,2)'],
    ['numeric(10,2)', 'numeric'],
    ['numeric(4,0)', 'smallint'],
    ['real', 'double precision'],
    ['character varying(80)', 'character varying(120)'],
    ['character varying(80)', 'text'],
    ['character varying(80)[]', 'text[]'],
    ['uuid', 'character varying(36)'],
    ['uuid', 'text'],
    ['mood', 'text'],
    ['mood', 'mood[]'],
    ['jsonb', 'jsonb[]'],
    ['date', 'timestamp without time zone'],
    ['timestamp(3) without time zone', 'timestamp without time zone'],
    ['interval day to second', 'interval'],
    ['bit(8)', 'bit varying(8)'],
    ['cidr', 'inet'],
    ['int4range', 'int4multirange'],
    ['integer', 'jsonb'],
    ['jsonb', 'json'],
    ['geometry(Point,4326)', 'geometry'],
    ['boolean', 'integer'],
  ])('none from %s to %s', (from, to) => {
    expect(misfits(from, to)).toEqual([]);
  });

  it.each([
    ['bigint', 'integer', [mayNotFit]],
    ['integer', 'numeric(8,0)', [mayNotFit]],
    ['bigint', 'double precision', [lost]],
    ['double precision', 'real', [lost, mayNotFit]],
    ['double precision', 'numeric', [lost]],
    ['double precision', 'integer', [lost, mayNotFit]],
    ['numeric(10,2)', 'numeric(8,2)', [mayNotFit]],
    ['numeric(10,2)', 'numeric(10,1)', [lost]],
    ['numeric(10,2)', 'numeric(9,1)', [lost, mayNotFit]],
    ['numeric', 'numeric(10,2)', [lost, mayNotFit]],
    ['numeric(10,2)', 'integer', [lost]],
    ['text', 'character varying(80)', [mayNotFit]],
    ['character varying(80)', 'character varying(79)', [mayNotFit]],
    ['text', 'name', [lost]],
    ['text', 'integer', [mayNotFit]],
    ['text', 'numeric(10,2)', [lost, mayNotFit]],
    ['text', 'date', [lost, mayNotFit]],
    ['text', 'text[]', [mayNotFit]],
    ['text[]', 'text', []],
    ['text[]', 'integer', [mayNotFit]],
    ['text', 'mood', [mayNotFit]],
    ['mood', 'shop.mood', [mayNotFit]],
    ['timestamp without time zone', 'timestamp with time zone', [lost]],
    ['timestamp with time zone', 'timestamp without time zone', [lost]],
    ['timestamp with time zone', 'timestamp(0) with time zone', [lost]],
    ['timestamp with time zone', 'date', [lost]],
    ['interval', 'interval day', [lost]],
    ['integer', 'boolean', [lost]],
    ['bit(8)', 'bit(9)', [mayNotFit]],
    ['json', 'jsonb', [mayNotFit]],
    ['inet', 'cidr', [lost]],
    ['geometry(Point,4326)', 'geometry(Point,3857)', [mayNotFit]],
  ])('from %s to %s: %j', (from, to, expected) => {
    expect(misfits(from, to)).toEqual(expected);
  });
});
