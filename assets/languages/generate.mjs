// Makes names.txt and tests/fixtures/language/node.json from the CLDR data that Node carries.
//
//   node assets/languages/generate.mjs
//
// The files change only with this script or with CLDR (last run with Node 20.20.2, ICU 78.2,
// CLDR 48). CLDR is under the Unicode License (LICENSE-UNICODE.txt).

import { readFileSync, writeFileSync } from 'node:fs';

const here = (path) => new URL(path, import.meta.url);

// ---- What CLDR does not tell ----

// Languages that CLDR has no data for, or whose own name is shorter there than people write it.
const OWN_NAMES = {
  aa: 'Qafar', ab: 'Аԥсшәа', an: 'Aragonés', av: 'Авар', ay: 'Aymar aru', ba: 'Башҡортса',
  bar: 'Boarisch', bi: 'Bislama', ch: 'Chamoru', co: 'Corsu', cr: 'ᓀᐦᐃᔭᐍᐏᐣ', dv: 'ދިވެހި',
  fj: 'Na Vosa Vakaviti', gn: 'Avañe’ẽ', grc: 'Ἑλληνική', ho: 'Hiri Motu', ht: 'Kreyòl ayisyen',
  hz: 'Otjiherero', id: 'Bahasa Indonesia', ik: 'Iñupiatun', io: 'Ido', iu: 'ᐃᓄᒃᑎᑐᑦ',
  jv: 'Basa Jawa', kg: 'Kikongo', kj: 'Oshikwanyama', kr: 'Kanuri', ku: 'Kurdî', kv: 'Коми',
  la: 'Latina', li: 'Limburgs', lij: 'Lìgure', mh: 'Kajin M̧ajeļ', ms: 'Bahasa Melayu',
  na: 'Dorerin Naoero', nah: 'Nāhuatl', ng: 'Oshindonga', nr: 'isiNdebele', nv: 'Diné Bizaad',
  ny: 'Chichewa', oj: 'ᐊᓂᔑᓈᐯᒧᐎᓐ', os: 'Ирон', pi: 'पालि', quc: 'K’iche’', rup: 'Armãneashti',
  sm: 'Gagana Sāmoa', ss: 'siSwati', su: 'Basa Sunda', tlh: 'tlhIngan Hol', tli: 'Lingít',
  ts: 'Xitsonga', ty: 'Reo Tahiti', ve: 'Tshivenḓa', vo: 'Volapük', wa: 'Walon', zza: 'Zazakî',
};
const OWN_REGIONS = {
  co: { FR: 'Francia' }, gn: { PY: 'Paraguái' }, ht: { HT: 'Ayiti' }, iu: { CA: 'ᑲᓇᑕ' },
  zza: { TR: 'Tırkiya' },
};

// The scripts that people tell apart in a language.
const OWN_SCRIPTS = {
  az: 'Latn Cyrl Arab', be: 'Cyrl Latn', bs: 'Latn Cyrl', ckb: 'Arab Latn', ff: 'Latn Adlm',
  ha: 'Latn Arab', hi: 'Deva Latn', kk: 'Cyrl Arab Latn', ks: 'Arab Deva', ku: 'Latn Arab',
  ky: 'Cyrl Arab Latn', mn: 'Cyrl Mong', ms: 'Latn Arab', pa: 'Guru Arab', ro: 'Latn Cyrl',
  sd: 'Arab Deva', sr: 'Cyrl Latn', tg: 'Cyrl Arab Latn', tk: 'Latn Cyrl Arab', tt: 'Cyrl Latn',
  ug: 'Arab Cyrl Latn', uz: 'Latn Cyrl Arab', zh: 'Hans Hant', yue: 'Hant Hans',
};

// ---- Asking CLDR ----

const names = (locale, type, style = 'long') =>
  new Intl.DisplayNames(locale, { type, style, fallback: 'none', languageDisplay: 'standard' });
const english = { language: names('en', 'language'), script: names('en', 'script') };

/** Whether CLDR has data for exactly this locale. */
const isLocale = (tag) => new Intl.DateTimeFormat(tag).resolvedOptions().locale === tag;

/** The name of a region; the short one of those that explain themselves in brackets or by status. */
const regionName = (locale, region) => {
  const long = names(locale, 'region').of(region);
  const isTalkative = ['HK', 'MO', 'PS'].includes(region) || /[[(（]/.test(long ?? '');
  return isTalkative ? names(locale, 'region', 'short').of(region) : long;
};

/** As a name of its own, not inside a sentence; a name with a capital somewhere is left alone. */
const capitalized = (name, locale) => {
  const [first = '', ...rest] = name;
  const isMixed = rest.join('') !== rest.join('').toLocaleLowerCase(locale) && !name.includes(' ');
  const isGeorgian = /\p{Script=Georgian}/u.test(first);
  return isMixed || isGeorgian ? name : first.toLocaleUpperCase(locale) + rest.join('');
};

const letters = [...'abcdefghijklmnopqrstuvwxyz'];
const pairs = letters.flatMap((a) => letters.map((b) => a + b));
const triples = pairs.flatMap((pair) => letters.map((letter) => pair + letter));
const regions = [...pairs.map((pair) => pair.toUpperCase()), '001', '150', '419'].filter((region) => {
  const [canonical] = Intl.getCanonicalLocales(`und-${region}`);
  return canonical === `und-${region}` && region !== 'ZZ' && names('en', 'region').of(region);
});
const languages = [...pairs, ...triples].filter((language) => {
  const [canonical] = Intl.getCanonicalLocales(language);
  // No languages, and two that CLDR has since made aliases, of bho and ak.
  const isSpecial = ['mis', 'mul', 'und', 'zxx', 'bh', 'tw'].includes(language);
  return canonical === language && !isSpecial && english.language.of(language);
});

/** The line of a language, or of a language in one of its scripts; some have no own name. */
const line = (tag, inherited) => {
  const language = tag.split('-')[0];
  const hasData = isLocale(tag);
  const named = hasData && names(tag, 'language').of(language);
  const own = (tag === language && OWN_NAMES[language]) || (named && capitalized(named, tag));
  const inEnglish = english.language.of(language);
  if (!own) return [`${tag} | ${inEnglish}`];
  if (own === inherited) return [];
  const home = new Intl.Locale(tag).maximize().region;
  const used = regions
    .filter((region) => language !== 'en' && hasData)
    .filter((region) => region === home || isLocale(`${tag}-${region}`))
    .map((region) => [region, regionName(`${tag}-${region}`, region)])
    .filter(([, name]) => name);
  const scripts = (OWN_SCRIPTS[tag] ?? '').split(' ').filter(Boolean).map((script) => {
    const whole = names(hasData ? `${tag}-${script}` : tag, 'language').of(`${language}-${script}`);
    // CLDR names some scripts otherwise inside the brackets than alone: “简体”, not “简体中文”.
    return [script, whole?.match(/[(（]([^()（）]*)[)）]$/)?.[1]];
  }).filter(([, name]) => name);
  const parts = { ...Object.fromEntries([...scripts, ...used]), ...OWN_REGIONS[tag] };
  // Keys like 419 would come first in an object.
  const listed = Object.entries(parts).sort(([a], [b]) => (a < b ? -1 : 1));
  return [[tag, inEnglish, own, ...listed.map(([code, name]) => `${code}=${name}`)].join(' | ')];
};

const lines = languages.flatMap((language) => {
  const own = names(language, 'language').of(language);
  const inScripts = ['Adlm', 'Arab', 'Cyrl', 'Deva', 'Hans', 'Hant', 'Latn', 'Tfng']
    .map((script) => `${language}-${script}`)
    .filter((tag) => isLocale(tag))
    .flatMap((tag) => line(tag, own && capitalized(own, language)));
  return [...line(language), ...inScripts];
});

const scripts = triples
  .flatMap((triple) => letters.map((letter) => triple + letter))
  .map((script) => script[0].toUpperCase() + script.slice(1))
  .filter((script) => !['Zinh', 'Zmth', 'Zsye', 'Zsym', 'Zxxx', 'Zyyy', 'Zzzz'].includes(script))
  .map((script) => [script, english.script.of(script)])
  .filter(([, name]) => name)
  .map(([script, name]) => {
    const inBrackets = english.language.of(`zh-${script}`)?.match(/\((.*)\)$/)?.[1];
    return `${script} | ${inBrackets ?? name}`;
  });

const text = `# Names of languages, scripts and regions, made by generate.mjs from CLDR ${process.versions.cldr}; see there.
# A language: code | English | in itself, where known | its scripts and regions in itself.
[languages]
${lines.join('\n')}
[scripts]
${scripts.join('\n')}
[regions]
${regions.map((region) => `${region} | ${regionName('en', region)}`).join('\n')}
`;
writeFileSync(here('names.txt'), text);

// ---- What the tests ask ----

const logto = readFileSync(here('../../src/domain/logto/language/tags.rs'), 'utf8');
const list = logto.slice(logto.indexOf('ALLOWED_LANGUAGES: ['));
const allowed = [...list.slice(0, list.indexOf('];')).matchAll(/"([\w-]+)"/g)].map((match) => match[1]);
const further = `aa ab af-Arab am ar-EG ar-Latn arc az-Arab az-AZ az-Cyrl az-IR az-Latn-AZ be-Latn bho bo
  bs-Cyrl ceb-PH chr-US ckb ckb-IR ckb-Latn cmn cmn-Hans de-AT de-CH dv en-001 en-150 en-AU en-Arab
  en-IN en-Shaw es-MX es-US fa-AF ff-Adlm fil fr-BE fr-CH gsw ha-Arab ha-NE haw he hi-Latn hsb hy-Latn
  id in iw iw-IL jbn ji ji-US kab kk-Arab kk-CN kok ks ks-Deva ku-Arab ku-IQ ky-Arab lb-LU lrc-IR
  mni-Mtei mo ms-Arab mzn nan nds no no-NO nqo os pa-Arab pa-PK ps pt-AO quc sat sd sd-Deva sd-IN sh
  sq-XK sr-Cyrl-BA sr-Latn sr-Latn-RS sr-ME su-Latn sw-TZ syr szl tg-Arab tl tlh tt-Arab ug ug-Cyrl
  und und-Arab ur-IN uz uz-AF uz-Arab uz-Cyrl vec xh yi yo yue yue-Hans zgh zh-Hans zh-Hans-SG zh-Hant
  zh-Hant-HK zh-Hant-TW zh-SG zu zza zh-MO zh-HK-Latn EN-us PT-br zh-hant-tw sR-lATN-rs ES-419
  ca-valencia de-1996 sl-rozaj-biske en-u-hc-h12 th-TH-u-nu-thai de-DE-x-foo hy-arevela aar eng-US
  deu fra-CA sgn-GB-BFI art-lojban i-klingon zh-min-nan zh-cmn-Hans x-private en-a-bbb-x-a-ccc
  ru-SU de-DD my-BU sr-YU en-UK und-u-co-phonebk en--US e abcd english en-USA en-U$ en- -en en-US-US
  de-1996-1996 en-u 12 en-Latn-Latn fr-Latn-FR-Paris toolongsubtag en-x zh-TW-u-co-u-nu`;
// By likely script, as Node's textInfo knows only locales that it has data for: it takes az-Arab for
// az. The scripts are those of bidirectional class R or AL in Unicode.
const RIGHT_TO_LEFT = `Adlm Arab Aran Armi Avst Chrs Cprt Elym Gara Hatr Hebr Hung Khar Lydi Mand Mani
  Mend Merc Mero Narb Nbat Nkoo Orkh Ougr Palm Phli Phlp Phnx Prti Rohg Samr Sarb Sidt Sogd Sogo Syrc
  Thaa Todr Yezi`.split(/\s+/);
const direction = (tag) => {
  const { script } = new Intl.Locale(tag).maximize();
  return RIGHT_TO_LEFT.includes(script) ? 'rtl' : 'ltr';
};
const cases = [...new Set([...allowed, ...further.split(/\s+/)])].map((tag) => {
  let canonical = null;
  try {
    [canonical] = Intl.getCanonicalLocales(tag);
  } catch {
    // It is no tag.
  }
  return JSON.stringify({
    tag,
    canonical,
    english: (canonical && english.language.of(canonical)) ?? null,
    direction: (canonical && direction(canonical)) ?? null,
  });
});
writeFileSync(here('../../tests/fixtures/language/node.json'), `[\n${cases.join(',\n')}\n]\n`);
