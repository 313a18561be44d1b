import ReactMarkdown, { type Components } from 'react-markdown';

/** Headings start below those of the page; pictures of other hosts are refused by its policy, so only their text is shown. */
const components: Components = {
  h1: ({ children }) => <h3 className="text-lg font-semibold">{children}</h3>,
  h2: ({ children }) => <h4 className="font-semibold">{children}</h4>,
  h3: ({ children }) => <h5 className="font-semibold">{children}</h5>,
  h4: ({ children }) => <h6 className="font-semibold">{children}</h6>,
  h5: ({ children }) => <p className="font-semibold">{children}</p>,
  h6: ({ children }) => <p className="font-semibold">{children}</p>,
  a: ({ children, href }) => (
    <a href={href} target="_blank" rel="noreferrer" className="underline">
      {children}
    </a>
  ),
  img: ({ alt }) => <span className="text-muted">[{alt}]</span>,
  ul: ({ children }) => <ul className="list-disc pl-5">{children}</ul>,
  ol: ({ children }) => <ol className="list-decimal pl-5">{children}</ol>,
  blockquote: ({ children }) => <blockquote className="border-l-4 border-edge pl-3">{children}</blockquote>,
  code: ({ children }) => <code className="rounded bg-raised px-1 font-mono text-sm">{children}</code>,
  pre: ({ children }) => <pre className="overflow-auto rounded-lg bg-raised p-3">{children}</pre>,
};

/** Markdown that people wrote. HTML in it stays text, and only links that lead to pages or mail stay links. */
export function Markdown({ text }: { readonly text: string }) {
  return (
    <div dir="auto" className="grid gap-3 break-words">
      <ReactMarkdown components={components}>{text}</ReactMarkdown>
    </div>
  );
}
