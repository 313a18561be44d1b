import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type DocsDocument, renderDocs } from './docs-page.ts';

const document: DocsDocument = {
  info: { title: 'Pools & <b>more</b>', version: '1' },
  tags: [{ name: 'Jobs', description: 'Work.' }],
  paths: {
    '/v1/jobs/{id}': {
      get: {
        tags: ['Jobs'],
        summary: 'Look',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' }, description: "A job's id" }],
        responses: { 200: { description: 'It.', content: { 'application/json': { schema: { $ref: '#/x/Job' } } } } },
      },
    },
  },
  components: {
    schemas: { Job: { type: 'object', required: ['id'], properties: { id: { type: 'string', default: '<x>' } } } },
  },
};

describe('renderDocs', () => {
  it('shows every call with its parameters and answers, and links schemas', () => {
    const { html } = renderDocs(document);
    expect(html).toContain('<b>GET</b> /v1/jobs/{id}');
    expect(html).toContain('A job&#39;s id');
    expect(html).toContain('<a href="#schema-Job">Job</a>');
    expect(html).toContain('id="schema-Job"');
  });

  it('escapes what the document holds', () => {
    const { html } = renderDocs(document);
    expect(html).not.toContain('<b>more</b>');
    expect(html).toContain('Pools &amp; &lt;b&gt;more&lt;/b&gt;');
    expect(html).toContain('&lt;x&gt;');
  });

  it('needs no script and nothing from elsewhere, and its policy lets only its own style in', () => {
    const { html, policy } = renderDocs(document);
    expect(html).not.toMatch(/<script|<img|<link|style=|\son\w+=|https?:/i);
    const style = /<style>(.*)<\/style>/s.exec(html)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(policy).toContain(`style-src 'sha256-${hash}'`);
    expect(policy).toContain("default-src 'none'");
  });
});
