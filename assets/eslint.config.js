import js from '@eslint/js'
import stylistic from '@stylistic/eslint-plugin'
import globals from 'globals'

const LINES = 'A text of several lines would lose its indentation on its way to the browser.'
const MARKUP = 'Build nodes or set textContent: text must never become markup.'

const strict = {
  'array-callback-return': 'error',
  'consistent-return': 'error',
  'default-case-last': 'error',
  'dot-notation': 'error',
  'eqeqeq': 'error',
  'no-console': 'error',
  'no-eval': 'error',
  'no-implicit-coercion': ['error', { allow: ['+', '!!'] }],
  'no-implicit-globals': 'error',
  'no-implied-eval': 'error',
  'no-new-func': 'error',
  'no-param-reassign': 'error',
  'no-restricted-globals': ['error', 'event', 'name', 'parent', 'top'],
  'no-restricted-properties': [
    'error',
    { property: 'innerHTML', message: MARKUP },
    { property: 'outerHTML', message: MARKUP },
    { property: 'insertAdjacentHTML', message: MARKUP },
  ],
  'no-restricted-syntax': [
    'error',
    { selector: 'ForInStatement', message: 'Use for…of over Object.keys or Object.entries.' },
    { selector: 'TemplateElement[value.raw=/\\n/]', message: LINES },
  ],
  'no-self-compare': 'error',
  'no-shadow': 'error',
  'no-throw-literal': 'error',
  'no-undef-init': 'error',
  'no-unmodified-loop-condition': 'error',
  'no-unreachable-loop': 'error',
  'no-unused-expressions': 'error',
  'no-unused-vars': 'error',
  'no-use-before-define': ['error', { functions: false }],
  'no-useless-concat': 'error',
  'no-useless-return': 'error',
  'no-var': 'error',
  'object-shorthand': 'error',
  'prefer-const': 'error',
  'prefer-rest-params': 'error',
  'prefer-spread': 'error',
  'prefer-template': 'error',
  'radix': 'error',
}

const layout = {
  '@stylistic/arrow-parens': ['error', 'always'],
  '@stylistic/comma-spacing': 'error',
  '@stylistic/eol-last': 'error',
  '@stylistic/indent': ['error', 2, { SwitchCase: 1 }],
  '@stylistic/keyword-spacing': 'error',
  '@stylistic/max-len': ['error', { code: 110, ignoreUrls: true, ignoreTemplateLiterals: true }],
  '@stylistic/no-multiple-empty-lines': ['error', { max: 1, maxEOF: 0 }],
  '@stylistic/no-tabs': 'error',
  '@stylistic/no-trailing-spaces': 'error',
  '@stylistic/object-curly-spacing': ['error', 'always'],
  '@stylistic/quotes': ['error', 'single', { avoidEscape: true, allowTemplateLiterals: 'always' }],
  '@stylistic/semi': ['error', 'never', { beforeStatementContinuationChars: 'never' }],
  '@stylistic/space-before-blocks': 'error',
  '@stylistic/space-infix-ops': 'error',
}

export default [
  { ignores: ['node_modules/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.js'],
    plugins: { '@stylistic': stylistic },
    languageOptions: { ecmaVersion: 2023, sourceType: 'module' },
    rules: { ...strict, ...layout },
  },
  { files: ['components/**/*.js', 'shared/**/*.js'], languageOptions: { globals: globals.browser } },
  { files: ['tests/**', '*.config.js'], languageOptions: { globals: globals.node } },
]
