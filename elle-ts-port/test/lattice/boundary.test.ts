import { describe, expect, it } from 'vitest';
import { boundary, impossible, prohibited } from '../../src/lattice/boundary.ts';
import { canonicalModel, friendlyModel, MODEL_NAMES } from '../../src/lattice/models.ts';

describe('what anomalies rule out', () => {
  it('the weakest models are distinguished from the rest', () => {
    expect(boundary(['G2-item'])).toEqual({
      not: ['repeatable-read'],
      alsoNot: ['serializable', 'strong-serializable', 'strong-session-serializable'],
    });
  });

  it('several anomalies leave the weakest of all', () => {
    expect(boundary(['lost-update', 'G1a']).not).toEqual(['read-committed']);
  });

  it('nothing rules out nothing', () => {
    expect(boundary([])).toEqual({ not: [], alsoNot: [] });
  });

  it('a garbage read rules out what an aborted read does', () => {
    expect(boundary(['garbage-read'])).toEqual(boundary(['G1a']));
  });
});

describe('what models forbid', () => {
  it('a model forbids what it shows to be impossible, and the other way round', () => {
    for (const model of MODEL_NAMES) {
      for (const anomaly of prohibited([model])) expect(impossible([anomaly])).toContain(model);
    }
  });

  it('snapshot isolation allows write skew, serializability does not', () => {
    expect(prohibited(['PL-SI'])).not.toContain('G2-item');
    expect(prohibited(['PL-3'])).toContain('G2-item');
  });
});

describe('names of models', () => {
  it.each(['strict-serializable', 'strong-serializable', 'PL-SS'])('%s is PL-SS', name => {
    expect(canonicalModel(name)).toBe('PL-SS');
  });
  it('every friendly name is understood again', () => {
    for (const model of MODEL_NAMES) expect(canonicalModel(friendlyModel(model))).toBe(model);
  });
  it('others are not models', () => {
    expect(canonicalModel('very-serializable')).toBeUndefined();
  });
});
