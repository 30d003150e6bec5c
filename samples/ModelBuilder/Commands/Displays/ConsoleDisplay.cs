using System.Globalization;
using Larq.ModelBuilder.Data;
using Larq.ModelBuilder.Running;
using Spectre.Console;

namespace Larq.ModelBuilder.Commands.Displays;

/// <summary>Text, tables and, where the terminal can, a moving picture of the training.</summary>
/// <param name="terminal">Where to.</param>
/// <param name="verbosity">q for the result alone, m for what matters, d for all.</param>
internal sealed class ConsoleDisplay(Terminal terminal, char verbosity) : IDisplay
{
    private const int MostEpochs = 15;

    private readonly List<TrainerScore> _scores = [];
    private readonly List<Judgement> _folds = [];
    private MovingTraining? _moving;

    private bool IsQuiet => verbosity == 'q';

    private bool IsDiagnostic => verbosity == 'd';

    private IAnsiConsole Console => terminal.Console;

    public void Show(RunEvent happened)
    {
        if (_moving is { } moving)
        {
            if (moving.Takes(happened)) return;
            moving.Dispose();
            _moving = null;
        }

        switch (happened)
        {
            case DataRead data when !IsQuiet:
                Console.Write(TableText.Of(data));
                break;
            case ImagesRead images when !IsQuiet:
                Console.MarkupLineInterpolated($"[bold]{images.Folder}[/]: {TableText.Classes(images.Classes)}");
                break;
            case Found { Finding: var finding } when !IsQuiet || finding.Severity == Severity.Error:
                Find(finding);
                break;
            case StageBegun stage when !IsQuiet:
                Console.MarkupLineInterpolated($"[grey]{stage.Name} ...[/]");
                break;
            case TrainingBegun begun when !IsQuiet:
                Begin(begun);
                break;
            case TrainingAdvanced { EpochCompleted: true } advanced when !IsQuiet && IsShown(advanced):
                terminal.Out.WriteLine(EpochText.Of(advanced, IsDiagnostic));
                break;
            case TrainingWarned warned:
                Console.MarkupLineInterpolated($"[yellow]Warning:[/] {warned.Message}");
                break;
            case TrainerScored scored:
                _scores.Add(scored.Score);
                break;
            case ModelJudged judged when !IsQuiet:
                if (judged.Judgement.Confusion is { } confusion) Console.Write(ScoreText.Of(confusion));
                break;
            case ColumnsWeighed weighed when !IsQuiet:
                Console.Write(ScoreText.Of(weighed));
                break;
            case FoldScored fold:
                _folds.Add(fold.Judgement);
                break;
            case RowPredicted predicted:
                terminal.Out.WriteLine(PredictionText.Of(predicted.Prediction));
                break;
            case FileWritten file when !IsQuiet:
                Console.MarkupLineInterpolated($"  [bold]{file.Path}[/]  {file.Meaning}");
                break;
            case LineLogged line when IsDiagnostic:
                Console.MarkupLineInterpolated($"[grey]{line.Text}[/]");
                break;
            case RunEnded ended:
                End(ended);
                break;
        }
    }

    // Of many epochs every so many, the first and the last.
    private bool IsShown(TrainingAdvanced epoch) => IsDiagnostic || epoch.Epoch == 1 || epoch.Epoch == epoch.Epochs
        || epoch.Epoch % Math.Max(1, epoch.Epochs / MostEpochs) == 0;

    public void Dispose() => _moving?.Dispose();

    private void Find(Finding finding)
    {
        var (word, colour) = finding.Severity switch
        {
            Severity.Error => ("Error:", "red"),
            Severity.Warning => ("Warning:", "yellow"),
            _ => ("Note:", "aqua"),
        };
        Console.MarkupLine($"[{colour}]{word}[/] {Markup.Escape(finding.ToString())}");
    }

    private void Begin(TrainingBegun begun)
    {
        var until = begun.Deadline is { } seconds
            ? string.Create(CultureInfo.InvariantCulture, $", for {seconds:0.#} seconds at most")
            : "";
        Console.MarkupLineInterpolated(
            $"Training [bold]{begun.Trainer}[/] on {begun.Rows:N0} rows, {begun.TestRows:N0} are kept for the test;");
        Console.MarkupLineInterpolated($"by the {begun.Device}{until}.");
        Console.MarkupLine("[grey]Ctrl-C stops and keeps the best so far.[/]");
        if (terminal.CanMove && !IsDiagnostic) _moving = new MovingTraining(Console);
    }

    private void End(RunEnded ended)
    {
        if (_scores.Count > 0) Console.Write(ScoreText.Of(_scores));
        if (_folds.Count > 0) terminal.Out.WriteLine(ScoreText.Of(_folds));
        if (ended.Message.Length == 0) return;
        if (ended.Status is RunStatus.Done) Console.MarkupLineInterpolated($"[green]{ended.Message}[/]");
        else if (ended.Status is RunStatus.Stopped or RunStatus.BelowMinimum)
            Console.MarkupLineInterpolated($"[yellow]{ended.Message}[/]");
        else terminal.Error.WriteLine(ended.Message);
    }
}
