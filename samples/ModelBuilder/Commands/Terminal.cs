using Spectre.Console;

namespace Larq.ModelBuilder.Commands;

/// <summary>Where a command writes to.</summary>
/// <param name="Out">What was asked for.</param>
/// <param name="Error">What went wrong.</param>
/// <param name="Console">The same place as <paramref name="Out"/>, with tables and colours.</param>
internal sealed record Terminal(TextWriter Out, TextWriter Error, IAnsiConsole Console)
{
    private const int WidthOfFiles = 150;

    /// <summary>Whether a picture can move on it.</summary>
    public bool CanMove => Console.Profile.Capabilities is { Interactive: true, Ansi: true, Unicode: true }
        && Console.Profile is { Out.IsTerminal: true, Width: >= 60 };

    public static Terminal OfProcess()
    {
        var console = AnsiConsole.Console;
        if (!console.Profile.Out.IsTerminal) console.Profile.Width = WidthOfFiles;
        return new Terminal(System.Console.Out, System.Console.Error, console);
    }

    /// <summary>One that writes plain text.</summary>
    public static Terminal Of(TextWriter output, TextWriter error)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = WidthOfFiles;
        return new Terminal(output, error, console);
    }
}
