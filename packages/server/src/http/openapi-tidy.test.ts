import { expect, it } from 'vitest';
import { tidyOpenapi } from './openapi-tidy.ts';

const to = (name: string) => ({ $ref: `#/components/schemas/${name}` });

it('keeps what is referred to, however far away, and drops a lone ending', () => {
  const document = {
    paths: { '/a': { post: { body: to('QueryInput'), answer: to('Job') } } },
    components: {
      schemas: {
        QueryInput: { properties: { item: to('ItemInput'), model: to('ModelInput') } },
        ItemInput: { properties: { parent: to('ItemInput') } },
        ModelInput: {},
        Job: { properties: { model: to('Model') } },
        Model: {},
        JobInput: {},
        Unused: to('Job'),
      },
    },
  };
  const before = structuredClone(document);
  expect(tidyOpenapi(document)).toEqual({
    paths: { '/a': { post: { body: to('Query'), answer: to('Job') } } },
    components: {
      schemas: {
        Query: { properties: { item: to('Item'), model: to('ModelInput') } },
        Item: { properties: { parent: to('Item') } },
        ModelInput: {},
        Job: { properties: { model: to('Model') } },
        Model: {},
      },
    },
  });
  expect(document).toEqual(before);
});
