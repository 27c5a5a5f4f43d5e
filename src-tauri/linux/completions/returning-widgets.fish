# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_returning_widgets_global_optspecs
    string join \n demo hidden h/help V/version
end

function __fish_returning_widgets_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_returning_widgets_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_returning_widgets_using_subcommand
    set -l cmd (__fish_returning_widgets_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c returning-widgets -n "__fish_returning_widgets_needs_command" -l demo -d 'Open the demo community; nothing is kept'
complete -c returning-widgets -n "__fish_returning_widgets_needs_command" -l hidden -d 'Start in the background, without a window'
complete -c returning-widgets -n "__fish_returning_widgets_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c returning-widgets -n "__fish_returning_widgets_needs_command" -s V -l version -d 'Print version'
complete -c returning-widgets -n "__fish_returning_widgets_needs_command" -a "diagnose" -d 'Find out which step of a widget fails, and why'
complete -c returning-widgets -n "__fish_returning_widgets_needs_command" -a "list" -d 'List the communities and widgets that are connected'
complete -c returning-widgets -n "__fish_returning_widgets_needs_command" -a "sign-in" -d 'See whether a widget\'s community takes its key and email'
complete -c returning-widgets -n "__fish_returning_widgets_needs_command" -a "open" -d 'Show a widget in the app, which is started unless it runs'
complete -c returning-widgets -n "__fish_returning_widgets_needs_command" -a "export" -d 'Write what is set, without keys and without emails'
complete -c returning-widgets -n "__fish_returning_widgets_using_subcommand diagnose" -l community -d 'The community, by its name or its ID' -r
complete -c returning-widgets -n "__fish_returning_widgets_using_subcommand diagnose" -l widget -d 'The widget, by its name, its type or its ID' -r
complete -c returning-widgets -n "__fish_returning_widgets_using_subcommand diagnose" -l key-from-stdin -d 'Read the Widget API key from standard input instead of the keychain; what is typed is not shown'
complete -c returning-widgets -n "__fish_returning_widgets_using_subcommand diagnose" -l json -d 'Print JSON, for a program to read'
complete -c returning-widgets -n "__fish_returning_widgets_using_subcommand diagnose" -s h -l help -d 'Print help'
complete -c returning-widgets -n "__fish_returning_widgets_using_subcommand list" -l json -d 'Print JSON, for a program to read'
complete -c returning-widgets -n "__fish_returning_widgets_using_subcommand list" -s h -l help -d 'Print help'
complete -c returning-widgets -n "__fish_returning_widgets_using_subcommand sign-in" -l community -d 'The community, by its name or its ID' -r
complete -c returning-widgets -n "__fish_returning_widgets_using_subcommand sign-in" -l widget -d 'The widget, by its name, its type or its ID' -r
complete -c returning-widgets -n "__fish_returning_widgets_using_subcommand sign-in" -l check -d 'Sign in once, say how it went, and keep nothing of it'
complete -c returning-widgets -n "__fish_returning_widgets_using_subcommand sign-in" -l key-from-stdin -d 'Read the Widget API key from standard input instead of the keychain; what is typed is not shown'
complete -c returning-widgets -n "__fish_returning_widgets_using_subcommand sign-in" -l json -d 'Print JSON, for a program to read'
complete -c returning-widgets -n "__fish_returning_widgets_using_subcommand sign-in" -s h -l help -d 'Print help'
complete -c returning-widgets -n "__fish_returning_widgets_using_subcommand open" -s h -l help -d 'Print help'
complete -c returning-widgets -n "__fish_returning_widgets_using_subcommand export" -s h -l help -d 'Print help'
