import { projectIdSchema } from '@alaas/core';
import { z } from 'zod';

/** The path of everything in a project. */
export const projectParams = z.strictObject({ id: projectIdSchema.describe('Id of the project.') });
