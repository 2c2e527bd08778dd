import { paraglideVitePlugin } from '@inlang/paraglide-js';
import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { textsByComponent } from './vite.messages.ts';

// On a phone network each file costs a round trip, however small it is: what every page with a script needs is one file,
// what forms need another, and so does what grades a sheet.
const forms =
  'Check|Done|DraftForm|drafts|ErrorSummary|Field|format|PaperState|Place|Shell|Stale|Standing|Stars|Upload|upload';
const groups = [
  { name: 'runtime', test: /node_modules\/(?:svelte|esm-env|clsx)\/|paraglide\/(?:runtime|registry)/ },
  {
    name: 'forms',
    test: new RegExp(
      `src/(?:ui/(?:${forms})\\.|routes/(?:facts/\\w+\\.svelte|sheet/typed|behalf/BehalfMark|workspace/Propose|Bell|SignOut|\\+error))`,
    ),
  },
  { name: 'sheet', test: /src\/(?:domain\/criteria|routes\/sheet)\// },
];

export default defineConfig(({ command }) => ({
  plugins: [
    // In development texts are compiled as they change; a build finds them compiled by the script "texts".
    command === 'serve' &&
      paraglideVitePlugin({
        project: './project.inlang',
        outdir: './src/paraglide',
        strategy: ['url', 'baseLocale'],
        emitTsDeclarations: true,
        outputStructure: 'locale-modules',
      }),
    textsByComponent(),
    sveltekit({
      adapter: adapter(),
      // Our own check in hooks.server.ts answers in the reader's language.
      csrf: { trustedOrigins: ['*'] },
      csp: {
        mode: 'auto',
        directives: {
          'default-src': ['self'],
          'script-src': ['self'],
          'style-src': ['self'],
          // The hash is SvelteKit's own route announcer.
          'style-src-attr': ['unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
          'img-src': ['self', 'data:'],
          'object-src': ['none'],
          'base-uri': ['none'],
          'frame-ancestors': ['none'],
          'form-action': ['self'],
        },
      },
    }),
  ],
  // How long each plugin took is no news for whoever starts this; the rest of the warnings stays.
  build: { rolldownOptions: { checks: { bundlerTimings: false } } },
  environments: {
    client: {
      build: {
        rolldownOptions: {
          preserveEntrySignatures: 'allow-extension', // what the next line asks for
          output: { codeSplitting: { groups, includeDependenciesRecursively: false } },
        },
      },
    },
    // Our own rooms stay out of the server bundle, or every module would exist twice.
    ssr: { build: { rolldownOptions: { external: [/^#(kernel|domain|paraglide|api)\//] } } },
  },
}));
