import { describe, expect, test } from 'vitest';
import { render, TemplateError } from '../../src/ensemble/template.ts';

const members = [
  { id: 1, observer: false, last: false },
  { id: 2, observer: true, last: true },
];
const values = { id: 7, ports: { client: 2181 }, alone: false, members };

test.each([
  ['no tag', 'a { b }} c', 'a { b }} c'],
  ['a value, and one inside a group', '{{id}}:{{ports.client}}', '7:2181'],
  [
    'a list: the values of each entry come before those outside',
    '{{#members}}{{id}}{{^last}},{{/last}}{{/members}}',
    '1,2',
  ],
  [
    'a flag inside a list',
    '{{#members}}{{id}}{{#observer}}:observer{{/observer}} {{/members}}',
    '1 2:observer ',
  ],
  ['values from outside a list', '{{#members}}{{ports.client}} {{/members}}', '2181 2181 '],
  ['a flag that is not set', '{{#alone}}yes{{/alone}}{{^alone}}no{{/alone}}', 'no'],
  [
    'tags alone on their lines',
    'a\n  {{#members}}\n  b{{id}}\n  {{/members}}\nc',
    'a\n  b1\n  b2\nc',
  ],
  ['a section inside another of its name', '{{^alone}}a{{^alone}}b{{/alone}}c{{/alone}}', 'abc'],
])('%s', (_, template, text) => expect(render(template, values)).toBe(text));

describe('is refused:', () => {
  test.each([
    ['an unknown name', '{{idd}}', 'expected one of id, ports, alone, members in {{idd}}'],
    ['an unknown name of a group', '{{ports.admin}}', '{{ports.admin}}, found an unknown name'],
    ['a list as text', '{{members}}', 'expected text in {{members}}'],
    ['a group as text', '{{ports}}', 'found a group of client'],
    ['text as a section', '{{#id}}{{/id}}', 'expected a list or a flag in {{#id}}, found number'],
    ['a list that is not to be set', '{{^members}}{{/members}}', 'in {{^members}}'],
    ['a section without an end', '{{#members}}{{id}}', 'found no end'],
    ['an end without a beginning', '{{id}}{{/members}}', 'found an end without a beginning'],
  ])('%s', (_, template, why) => {
    expect(() => render(template, values)).toThrow(TemplateError);
    expect(() => render(template, values)).toThrow(why);
  });
});
