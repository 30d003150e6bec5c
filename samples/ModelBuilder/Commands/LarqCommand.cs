using System.CommandLine;
using Larq.ModelBuilder.Recipes;
using Larq.ModelBuilder.Running;

namespace Larq.ModelBuilder.Commands;

/// <summary>The command <c>larq</c>.</summary>
internal static class LarqCommand
{
    /// <summary>Does what the arguments say.</summary>
    /// <returns>The exit code, of <see cref="RunStatus"/>.</returns>
    public static int Run(IReadOnlyList<string> args, Terminal terminal, CancellationToken stop)
    {
        var parsed = Root(terminal, stop).Parse(args);
        if (parsed.Errors.Count > 0)
        {
            // Who says nothing wants to know what can be said.
            if (args.Count == 0)
            {
                Root(terminal, stop).Parse("--help").Invoke(new InvocationConfiguration { Output = terminal.Out });
                return (int)RunStatus.Usage;
            }

            foreach (var error in parsed.Errors) terminal.Error.WriteLine(error.Message);
            var command = parsed.CommandResult.Command;
            terminal.Error.WriteLine(command is RootCommand
                ? "larq --help says what there is."
                : $"larq {command.Name} --help says what there is.");
            return (int)RunStatus.Usage;
        }

        return parsed.Invoke(new InvocationConfiguration
        {
            Output = terminal.Out,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        });
    }

    private static RootCommand Root(Terminal terminal, CancellationToken stop) => new(
        "Trains binarized networks on tables and images, and says what they predict.")
    {
        TableCommand.Of(
            Scenario.Classification, "classification", "Learns to tell classes apart, from a table.", terminal, stop),
        TableCommand.Of(Scenario.Regression, "regression", "Learns to predict a number, from a table.", terminal, stop),
        ImagesCommand.Of(terminal, stop),
        TrainCommand.Of(terminal, stop),
        InspectCommand.Of(terminal, stop),
        ModelCommands.Evaluate(terminal, stop),
        PredictCommand.Of(terminal, stop),
        ModelCommands.Report(terminal, stop),
        UiCommand.Of(terminal, stop),
    };
}
