import { config } from 'zod';

// the checks must not be compiled by `new Function`, which the policy of the page refuses; so before any schema is made
config({ jitless: true });
