// the checks must not be compiled by `new Function`, which the policy of the page refuses; not through zod itself, whose parts
// make schemas as soon as they are loaded: this file is a part of its own (see vite.config.ts) and comes before them
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
