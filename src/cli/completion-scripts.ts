export const SHELLS = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof SHELLS)[number];

/**
 * A script that completes command lines in a shell. It asks `landform complete` for the candidates of each line: a candidate and
 * what it is per line, separated by a tab, and a last line that says whether names of files are candidates too.
 */
export function completionScript(shell: Shell): string {
  return { bash: BASH, zsh: ZSH, fish: FISH }[shell];
}

/** The last line of `landform complete`. */
export const DIRECTIVES = { file: ':file', directory: ':directory', none: ':none' } as const;

/** bash splits words at "=" and ":", and expects only the part behind them; words in quotes come with their quote. */
const BASH = `_landform() {
  local words=() word current directive line candidate quote="" behind="" joined="" index
  for ((index = 1; index <= COMP_CWORD; index++)); do
    word="\${COMP_WORDS[index]}"
    if [[ "$word" == [=:] && \${#words[@]} -gt 0 ]]; then
      words[\${#words[@]}-1]+="$word"; joined=1
    elif [[ -n "$joined" ]]; then
      words[\${#words[@]}-1]+="$word"; joined=""
    else
      words+=("$word")
    fi
  done
  current="\${words[\${#words[@]}-1]}"
  if [[ "$current" == [\\"\\']* ]]; then
    quote="\${current:0:1}"; current="\${current:1}"
  else
    current="\${current//\\\\/}"
  fi
  words[\${#words[@]}-1]="$current"
  if [[ "$current" == *[=:]* ]]; then behind="\${current%"\${current##*[=:]}"}"; fi
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ "$line" == :* ]]; then directive="$line"; continue; fi
    candidate="\${line%%$'\\t'*}"
    candidate="\${candidate#"$behind"}"
    if [[ -z "$quote" && "$candidate" != *= ]]; then printf -v candidate %q "$candidate"; fi
    COMPREPLY+=("$candidate")
  done < <("\${COMP_WORDS[0]}" complete -- "\${words[@]}" 2>/dev/null)
  if [[ \${#COMPREPLY[@]} -eq 1 && "\${COMPREPLY[0]}" == *= ]]; then compopt -o nospace 2>/dev/null; fi
  case "$directive" in
    :file) compopt -o filenames 2>/dev/null; COMPREPLY+=($(compgen -f -- "\${current#"$behind"}"));;
    :directory) compopt -o filenames 2>/dev/null; COMPREPLY+=($(compgen -d -- "\${current#"$behind"}"));;
  esac
}
complete -F _landform landform
`;

const ZSH = `#compdef landform
_landform() {
  local -a lines plain open
  local line directive word
  lines=("\${(@f)$("\${words[1]}" complete -- "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)}")
  for line in "\${lines[@]}"; do
    if [[ "$line" == :* ]]; then directive="$line"; continue; fi
    word="\${\${line%%$'\\t'*}//:/\\\\:}"
    if [[ "$line" == *$'\\t'* ]]; then word+=":\${line#*$'\\t'}"; fi
    if [[ "\${line%%$'\\t'*}" == *= ]]; then open+=("$word"); else plain+=("$word"); fi
  done
  (( $#plain )) && _describe -t landform landform plain
  (( $#open )) && _describe -t landform landform open -S ''
  if [[ "$directive" == (:file|:directory) ]]; then
    compset -P '--*='
    if [[ "$directive" == :file ]]; then _files; else _files -/; fi
  fi
}
if ! (( $+functions[compdef] )); then autoload -U compinit && compinit; fi
compdef _landform landform
if [[ "\${funcstack[1]}" == _landform ]]; then _landform "$@"; fi
`;

const FISH = `function __landform_candidates
    set -l words (commandline -opc)
    set -l current (commandline -ct | string unescape)
    set -l lines ($words[1] complete -- $words[2..-1] "$current" 2>/dev/null)
    set -l prefix (string match -r -- '^--?[a-z-]+=' "$current")
    set -l rest (string replace -r -- '^--?[a-z-]+=' '' "$current")
    for line in $lines
        switch $line
            case :none
            case :file
                __fish_complete_path "$rest" | string replace -r '^' -- "$prefix"
            case :directory
                __fish_complete_directories "$rest" | string replace -r '^' -- "$prefix"
            case '*'
                echo $line
        end
    end
end
complete -c landform -f -a '(__landform_candidates)'
`;
