import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { appendRoles, type RolesSeen, readRoles } from '../../src/store/roles.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { inFolder } from '../kit/fake-run.ts';

const first: RolesSeen = { time: 1, roles: { n1: 'leader', n2: 'follower' } };
const second: RolesSeen = { time: 2, roles: { n1: 'none', n2: 'leader' } };

test('lines are read as they were appended; a line that was cut is left out', () =>
  inFolder(async folder => {
    appendRoles(folder, first);
    appendRoles(folder, second);
    appendFileSync(join(folder, 'roles.jsonl'), '{"time":3,"ro');
    expect(await readRoles(folder)).toEqual([first, second]);
  }));

test('a run without roles.jsonl has none', () =>
  inFolder(async folder => expect(await readRoles(folder)).toEqual([])));

test('a line that is not as its schema says is named', () =>
  inFolder(async folder => {
    appendRoles(folder, first);
    appendFileSync(join(folder, 'roles.jsonl'), '{"time":3,"roles":{"n1":"king"}}\n');
    const error = await readRoles(folder).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StoreError);
    expect(String(error)).toContain('roles.jsonl:2: roles.n1: expected one of "leader"|');
    expect(String(error)).toContain(', found "king". ');
  }));
