using Microsoft.ML.Larq.Progress;
using Spectre.Console;

namespace QuickStart.Display;

/// <summary>Redraws one picture in place ten times a second: progress, loss, accuracy, each layer.</summary>
internal sealed class MovingDisplay(IAnsiConsole console) : ITrainingDisplay
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether the console can show it.</summary>
    public static bool Suits(IAnsiConsole console) =>
        console.Profile.Capabilities is { Interactive: true, Ansi: true, Unicode: true }
        && console.Profile is { Out.IsTerminal: true, Width: >= 80 };

    public T Watch<T>(TrainingLog log, Func<T> train) => console.Live(new Text("Reading the data ..."))
        .Overflow(VerticalOverflow.Crop)
        .Cropping(VerticalOverflowCropping.Bottom)
        .Start(live =>
        {
            var training = Task.Factory.StartNew(
                train, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            while (Task.WaitAny([training], Frame) < 0) Draw();
            Draw();
            return training.GetAwaiter().GetResult();

            void Draw()
            {
                if (log.State is { } state) live.UpdateTarget(Picture(state));
            }
        });

    private static Rows Picture(TrainingState state) => new([
        Header(state), Curves(state), .. Reported(state), LayerTable.Of(state)]);

    // What callbacks report.
    private static IEnumerable<Text> Reported(TrainingState state)
    {
        string[] own = [.. state.Own.Where(name => !name.EndsWith('/'))
            .Select(name => $"{name} {Bars.Number(state.Now(name), "G4")}")];
        if (own.Length > 0) yield return new Text(string.Join("   ", own));
    }

    private static Markup Header(TrainingState state)
    {
        var latest = state.Latest;
        var done = latest.EpochCompleted && latest.Epoch == latest.Epochs;
        var time = done ? $"done in {Seconds(latest.Elapsed)}" : $"{Seconds(state.TimeLeft)} left";
        return new Markup(
            $"{Bars.Bar(latest.Fraction, 24, "green")} [bold]{latest.Fraction,4:P0}[/]"
            + $"  epoch {latest.Epoch,2}/{latest.Epochs}  [grey]batch {latest.Batch,3}/{latest.Batches}  {time}[/]\n");
    }

    private static Grid Curves(TrainingState state)
    {
        var grid = new Grid().AddColumns(5)
            .AddRow("", "[grey]   Loss[/]", "", "[grey]Accuracy[/]", "")
            .AddRow(Row("Training", ""));
        return state.Has(MetricNames.Validation + MetricNames.Loss)
            ? grid.AddRow(Row("Validation", MetricNames.Validation))
            : grid;

        string[] Row(string rows, string prefix)
        {
            var (loss, accuracy) = (prefix + MetricNames.Loss, prefix + MetricNames.Accuracy);
            return
            [
                $"[grey]{rows}[/]",
                $"[bold]{Bars.Number(state.Now(loss), "F4"),7}[/]",
                Bars.LogSpark([.. state.Past(loss)], 20, "yellow"),
                $"[bold]{Bars.Number(state.Now(accuracy), "P1"),8}[/]",
                Bars.Spark([.. state.Past(accuracy)], 20, "aqua"),
            ];
        }
    }

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds:F0} s";
}
