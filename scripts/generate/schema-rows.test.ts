import { configSchema } from '@alaas/core';
import { expect, test } from 'vitest';
import { type JsonSchema, schemaRows } from './schema-rows.ts';

test('lists keys with what they take, their default and their meaning', () => {
  const schema: JsonSchema = {
    properties: {
      seed: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER, default: 7, description: 'Seed.' },
      size: { anyOf: [{ const: 'auto' }, { type: 'integer', minimum: 1, maximum: 9 }], description: 'Items.' },
      rate: { type: 'number', exclusiveMinimum: 0, description: 'Per second.' },
      kernel: { type: 'string', enum: ['linear', 'cubic'], description: 'Kernel.' },
      hosts: { type: 'array', items: { type: 'string' }, default: [], description: 'Hosts.' },
      shape: { type: 'array', prefixItems: [{ type: 'integer' }, { type: 'integer' }], description: 'Pixels.' },
      version: { type: ['string', 'number'], description: 'Version.' },
    },
    required: ['rate'],
  };
  expect(schemaRows(schema)).toEqual([
    { key: 'seed', values: 'integer (at least 0)', default: '7', isRequired: false, description: 'Seed.' },
    { key: 'size', values: 'auto or integer (1 to 9)', isRequired: false, description: 'Items.' },
    { key: 'rate', values: 'number (above 0)', isRequired: true, description: 'Per second.' },
    { key: 'kernel', values: 'linear, cubic', isRequired: false, description: 'Kernel.' },
    { key: 'hosts', values: 'list: string', default: '[]', isRequired: false, description: 'Hosts.' },
    { key: 'shape', values: '[integer, integer]', isRequired: false, description: 'Pixels.' },
    { key: 'version', values: 'string or number', isRequired: false, description: 'Version.' },
  ]);
});

test('joins the keys of groups by dots, and lists a group itself only when it says what it is', () => {
  const inner: JsonSchema = { type: 'object', properties: { b: { type: 'boolean', description: 'B.' } } };
  expect(schemaRows({ properties: { a: inner } }).map((row) => row.key)).toEqual(['a.b']);
  const described = schemaRows({ properties: { a: { ...inner, description: 'A.' } } });
  expect(described.map((row) => row.key)).toEqual(['a', 'a.b']);
});

test('refuses a key that does not say what it means', () => {
  const schema: JsonSchema = { properties: { a: { properties: { b: { type: 'string' } } } } };
  expect(() => schemaRows(schema)).toThrow('The key a.b has no description');
});

test('every key of the config file with a place of its own is listed once', () => {
  const keys = schemaRows(configSchema.toJSONSchema({ io: 'input' }) as JsonSchema).map((row) => row.key);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys).toContain('active_learning.strategy.model.input.mean');
  expect(keys).toContain('limits.timeout_ms');
});
