import fc from 'fast-check';

/** Every run draws the same; `FC_SEED` looks for what other draws would find. */
fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 20_261_122) });
