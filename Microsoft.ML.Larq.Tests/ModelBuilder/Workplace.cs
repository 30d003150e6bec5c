using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Larq.ModelBuilder.Commands;

namespace Microsoft.ML.Larq.Tests.ModelBuilder;

/// <summary>A folder of its own, in which the command larq is called as from a shell, within this process.</summary>
internal sealed class Workplace : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("larq-builder-");

    public string Folder => _folder.FullName;

    public string In(string name) => Path.Combine(Folder, name);

    /// <summary>Writes a file and says where it is.</summary>
    public string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(name))!);
        File.WriteAllText(In(name), text);
        return In(name);
    }

    /// <summary>A table that can be learned: size and colour say the kind.</summary>
    public string Animals(int rows = 120, string name = "animals.csv") => Write(name, Rows(rows));

    public static string Rows(int rows)
    {
        var (random, text) = (new Random(3), new StringBuilder("size,colour,born,kind\n"));
        for (var row = 0; row < rows; row++)
        {
            var isCat = row % 3 != 0;
            var size = ((isCat ? 4 : 9) + random.NextDouble()).ToString("F2", CultureInfo.InvariantCulture);
            var born = $"20{10 + (row % 9)}-0{1 + (row % 9)}-11";
            text.Append(isCat ? $"{size},grey,{born},cat\n" : $"{size},brown,{born},dog\n");
        }

        return text.ToString();
    }

    /// <summary>Calls larq; nothing is asked of the processor or the disk that a test does not look at.</summary>
    public Result Larq(params string[] args) => Larq(CancellationToken.None, args);

    public Result Larq(CancellationToken stop, params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = LarqCommand.Run(args, Terminal.Of(output, error), stop);
        return new Result(code, output.ToString(), error.ToString());
    }

    /// <summary>Trains in no time, with what is told besides.</summary>
    public Result Train(string verb, string data, string? label, params string[] more)
    {
        var args = new List<string> { verb, "--dataset", data, "--output", In("out"), "--no-code" };
        if (label is not null) args.AddRange(["--label-col", label]);
        if (!more.Contains("--epochs")) args.AddRange(["--epochs", "2"]);
        if (verb != "image-classification") args.Add("--no-compare");
        return Larq([.. args, .. more]);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>How a call ended and what it said.</summary>
    internal sealed record Result(int Code, string Out, string Error)
    {
        /// <summary>All that was said.</summary>
        public string All => Out + Error;

        /// <summary>The events of --json, of one kind.</summary>
        public JsonNode[] Events(string kind) => [.. Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!).Where(line => (string)line["event"]! == kind)];

        public Result Ends(int code)
        {
            Assert.AreEqual(code, Code, All);
            return this;
        }

        /// <summary>Says all of these, wherever lines are broken.</summary>
        public Result Says(params string[] texts)
        {
            var flat = string.Join(' ', All.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            foreach (var text in texts) Assert.Contains(text, flat, All);
            return this;
        }
    }
}
