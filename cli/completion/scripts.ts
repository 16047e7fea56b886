/**
 * What each shell runs. All ask `kind __complete =<word under the cursor> <words before it>…`, which answers with one
 * candidate a line (value, tab, description), and `:files` where paths are wanted.
 */
export const completionScripts = {
  bash: `# bash completion for kind; no package is needed. Bash breaks words at : = and @, so what stands before them is cut off.
_kind_complete() {
  local line="\${COMP_LINE:0:COMP_POINT}" program=kind current strip= value description words
  read -ra words <<<"$line"
  case "$line" in *[[:space:]]) words+=("") ;; esac
  case "\${words[0]}" in */*) program="\${words[0]}" ;; esac
  current="\${words[\${#words[@]} - 1]}"
  case "$current" in *[:=@]*) strip="\${current%"\${current##*[:=@]}"}" ;; esac
  COMPREPLY=()
  compopt +o default 2>/dev/null
  while IFS=$'\\t' read -r value description; do
    case "$value" in
      :files) compopt -o default 2>/dev/null ;;
      "$strip"*) COMPREPLY+=("\${value#"$strip"}") ;;
    esac
  done < <("$program" __complete "=$current" "\${words[@]:1:\${#words[@]} - 2}" 2>/dev/null)
}
complete -o default -F _kind_complete kind
`,
  zsh: `#compdef kind
# zsh completion for kind: as _kind in a folder of $fpath, or sourced after compinit.
_kind() {
  local line value files
  local -a described
  for line in "\${(@f)$(kind __complete "=\${(Q)PREFIX}" "\${(@Q)words[2,CURRENT-1]}" 2>/dev/null)}"; do
    value="\${line%%$'\\t'*}"
    if [[ "$line" == :files ]]; then
      files=1
    elif [[ -n "$value" ]]; then
      described+=("\${value//:/\\\\:}:\${line#*$'\\t'}")
    fi
  done
  if (( \${#described} )); then _describe kind described; fi
  if [[ -n "$files" ]]; then compset -P '--*='; _files; fi
}
if [[ "\${funcstack[1]}" == _kind ]]; then _kind "$@"; else compdef _kind kind; fi
`,
  fish: `# fish completion for kind
function __kind_complete
    set -l current (commandline -ct)
    set -l words (commandline -opc)
    for line in (kind __complete "=$current" $words[2..-1] 2>/dev/null)
        if test "$line" = :files
            set -l flag (string match -r -- '^--[^=]*=' "$current")
            for path in (__fish_complete_path (string replace -r -- '^--[^=]*=' '' "$current"))
                printf '%s\\n' "$flag$path"
            end
        else
            printf '%s\\n' $line
        end
    end
end
complete -c kind -e
complete -c kind -f -a '(__kind_complete)'
`,
  powershell: `# PowerShell completion for kind; without candidates PowerShell completes paths itself.
Register-ArgumentCompleter -Native -CommandName kind -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { "$_" })
    & kind __complete "=$wordToComplete" $words 2>$null | Where-Object { $_ -ne ':files' } | ForEach-Object {
        $value, $description = $_ -split "\`t", 2
        if (-not $description) { $description = $value }
        [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $description)
    }
}
`,
} as const;
