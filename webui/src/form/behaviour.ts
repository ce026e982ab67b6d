/** How forms are filled before anybody typed: with the schema's own `default`s and nothing else. */
import type { Experimental_DefaultFormStateBehavior } from '@rjsf/utils';

export const behaviour: Experimental_DefaultFormStateBehavior = { constAsDefaults: 'never', requiredBooleanDefault: 'skip' };
