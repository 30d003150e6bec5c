using System.Text;
using Microsoft.ML.Larq.Microcontrollers;
using Microsoft.ML.Larq.Microcontrollers.Text;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Tests.Onnx;
using Microsoft.ML.Larq.Tests.Progress;
using Microsoft.ML.Larq.Tests.Quantizers;

namespace Microsoft.ML.Larq.Tests.Microcontrollers;

/// <summary>The files themselves: their names, what is refused, and texts that try to break out.</summary>
[TestClass]
public class SaveCTests
{
    private static readonly NetworkDefinition Table = SampleModels.Table(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("larq-c").FullName;

    private string Source => Path.Combine(_folder, "net.c");

    private string Header => Path.Combine(_folder, "net.h");

    [TestCleanup]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    [DataRow("9net.c")]
    [DataRow("_net.c")]
    [DataRow("net_.c")]
    [DataRow("a__b.c")]
    [DataRow("my-net.c")]
    [DataRow("my net.c")]
    [DataRow("net.v2.c")]
    [DataRow("nét.c")]
    [DataRow("int.c")]
    [DataRow("class.c")]
    [DataRow("_Bool.c")]
    [DataRow("math.c")]
    [DataRow("Math.c")]
    [DataRow("stdint.c")]
    [DataRow("assert.c")]
    [DataRow("main.c")]
    [DataRow(".c")]
    [DataRow("a\"b.c")]
    [DataRow("a\nb.c")]
    [DataRow("a*")]
    [DataRow("net.cpp")]
    [DataRow("net.C")]
    [DataRow("net")]
    [DataRow("abcdefghijabcdefghijabcdefghijab.c")]
    [DataRow(" ")]
    public void SaveC_NameThatIsNoIdentifier_IsAnErrorAndNoFile(string name)
    {
        var path = name == " " ? name : Path.Combine(_folder, name);
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => Table.SaveC(NetworkWeights.Initialize(Table, 1), path));
        Assert.AreEqual("path", error.ParamName);
        Assert.IsEmpty(Directory.GetFileSystemEntries(_folder));
    }

    [TestMethod]
    [DataRow("a")]
    [DataRow("Digits")]
    [DataRow("my_net_2")]
    [DataRow("abcdefghijabcdefghijabcdefghija")]
    public void SaveC_NameThatIsAnIdentifier_BeginsAllNames(string name)
    {
        Table.SaveC(NetworkWeights.Initialize(Table, 1), Path.Combine(_folder, name + ".c"));
        CCompiler.Compile(_folder, [.. CCompiler.Strict, "-c", name + ".c", "-o", "net.o"]);
        var nm = CCompiler.Find("nm");
        if (nm is null) return;
        var (_, output, _) = CCompiler.Run(nm, _folder, [], "net.o");
        var own = Encoding.ASCII.GetString(output).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ')).Where(parts => parts[^2] != "U").Select(parts => parts[^1]).ToArray();
        Assert.Contains($"{name}_score", own);
        foreach (var symbol in own) StringAssert.StartsWith(symbol, name + "_");
    }

    [TestMethod]
    [DataRow("*/ int main(void) { return 1; } /*")]
    [DataRow("\"; exit(1); \"")]
    [DataRow("%s %n \\")]
    [DataRow("a\\")]
    [DataRow("line\nbreak\r\n#error broken\u2028")]
    [DataRow("??/\n??)??'")]
    [DataRow("*??/\n/ end")]
    [DataRow("// \\\n#include <nothing.h>")]
    [DataRow("ü ☃ 𝄞 \t\b\u007f")]
    [DataRow("\\x41\\101@name@")]
    public void SaveC_HostileTexts_StayTexts(string text)
    {
        var definition = NetworkDefinition.Build(
            new TensorShape(5), x => x.Dense(4, name: "a-b.C_1").Dense(3, name: "last"));
        string[] labels = [text, "b", text + text];
        definition.SaveC(NetworkWeights.Initialize(definition, 1), Source, labels);
        File.WriteAllText(Path.Combine(_folder, "main.c"), """
            #include "net.h"
            #include <stdio.h>
            int main(void)
            {
                for (int i = 0; i < 3; i++) {
                    const char *c = net_labels[i];
                    do putchar(*c); while (*c++ != 0);
                }
                return 0;
            }

            """);
        foreach (var standard in (string[])["-std=c99", "-std=gnu11"])
        {
            CCompiler.Compile(
                _folder, [.. CCompiler.Strict, standard, "net.c", "main.c", "-o", "net", "-lm"]);
            var (code, output, said) = CCompiler.Run(Path.Combine(_folder, "net"), _folder, []);
            Assert.AreEqual(0, code, said);
            CollectionAssert.AreEqual(
                Encoding.UTF8.GetBytes(string.Concat(labels.Select(label => label + '\0'))), output);
        }

        var comment = CText.Comment(text);
        Assert.IsFalse(comment.Any(letter => letter is < ' ' or > '~' or '*' or '/' or '\\' or '?'), comment);
        Assert.IsTrue(File.ReadAllBytes(Source).Concat(File.ReadAllBytes(Header)).All(letter => letter < 0x7F));
    }

    [TestMethod]
    public void SaveC_LabelsThatCannotBe_AreErrors()
    {
        foreach (var labels in (string[][])[["a", "b"], ["a", "b", null!], ["a", "b", "c\0d"],
            ["a", "b", new string('x', 4096)]])
        {
            var error = Assert.ThrowsExactly<ArgumentException>(
                () => Table.SaveC(NetworkWeights.Initialize(Table, 1), Source, labels));
            Assert.AreEqual("labels", error.ParamName);
            if (labels.Length == 3) StringAssert.Contains(error.Message, "that of class 2, counted from 0");
            Assert.IsFalse(File.Exists(Source));
        }
    }

    [TestMethod]
    public void SaveC_ClassOfAModelThatCannotBe_IsNamed()
    {
        var use = new PackedUse(LearningTask.MulticlassClassification, ["a", "b\0c", "d"]);
        var packed = PackedNetwork.Compile(Table, NetworkWeights.Initialize(Table, 1), use);
        var error = Assert.ThrowsExactly<ArgumentException>(() => packed.SaveC(Source));
        Assert.IsNull(error.ParamName);
        StringAssert.Contains(error.Message, "without the character 0; that of class 1, counted from 0");
        Assert.IsFalse(File.Exists(Source));
    }

    [TestMethod]
    public void SaveC_FolderThatIsNotThere_NamesTheFile()
    {
        var header = Path.Combine(_folder, "gone", "net.h");
        var error = Assert.ThrowsExactly<DirectoryNotFoundException>(() => Table.SaveC(
            NetworkWeights.Initialize(Table, 1), Path.Combine(_folder, "gone", "net.c")));
        StringAssert.Contains(error.Message, $"'{header}'");
    }

    [TestMethod]
    public void SaveC_QuantizerOfOnesOwnOnAnInput_NamesItAndWritesNothing()
    {
        File.WriteAllText(Source, "before");
        var definition = NetworkDefinition.Build(
            new TensorShape(5), x => x.QuantDense(3, new ShiftedSignQuantizer(0.25f), "ste_sign", name: "mine"));
        var error = Assert.ThrowsExactly<NotSupportedException>(
            () => definition.SaveC(NetworkWeights.Initialize(definition, 1), Source));
        StringAssert.StartsWith(error.Message, "Layer 'mine' (QuantDense) cannot be written in C: ");
        StringAssert.Contains(error.Message, "shifted_sign");
        Assert.AreEqual("before", File.ReadAllText(Source));
        Assert.IsFalse(File.Exists(Header));
    }

    [TestMethod]
    public void SaveC_QuantizerOfOnesOwnOnAKernel_IsItsNumbers()
    {
        var definition = NetworkDefinition.Build(
            new TensorShape(5), x => x.QuantDense(3, "ste_sign", new ShiftedSignQuantizer(0.25f)));
        CompiledC.AssertSameBits(
            definition, NetworkWeights.Initialize(definition, 1), Settled.Rows(definition, 1, 20), "own kernel");
    }

    [TestMethod]
    public void SaveC_FullDisk_LeavesWhatWasThere()
    {
        File.WriteAllText(Source, "before");
        File.WriteAllText(Header, "above");
        using (new FullDisk(_ => true, 1000))
        {
            Assert.ThrowsExactly<IOException>(() => Table.SaveC(NetworkWeights.Initialize(Table, 1), Source));
        }

        Assert.AreEqual("before", File.ReadAllText(Source));
        Assert.AreEqual("above", File.ReadAllText(Header));
        Assert.HasCount(2, Directory.GetFileSystemEntries(_folder));
    }

    // One file of two written: the compiler says so.
    [TestMethod]
    public void Files_OfDifferentNetworks_DoNotCompile()
    {
        Table.SaveC(NetworkWeights.Initialize(Table, 1), Source);
        var header = File.ReadAllText(Header);
        Table.SaveC(NetworkWeights.Initialize(Table, 2), Source);
        File.WriteAllText(Header, header);
        var (code, _, said) = CCompiler.Run(CCompiler.Here(), _folder, [], "-c", "net.c");
        Assert.AreNotEqual(0, code);
        StringAssert.Contains(said, "different networks");
    }

    [TestMethod]
    public void Files_WrittenTwice_AreTheSame()
    {
        var weights = NetworkWeights.Initialize(Table, 1);
        Table.SaveC(weights, Source);
        var (source, header) = (File.ReadAllText(Source), File.ReadAllText(Header));
        Table.SaveC(weights, Source);
        Assert.AreEqual(source, File.ReadAllText(Source));
        Assert.AreEqual(header, File.ReadAllText(Header));
        Assert.DoesNotContain('\r', source + header);
        Assert.DoesNotContain('@', source + header);
    }

    [TestMethod]
    public void SaveC_WeightsOfAnotherNetwork_AreAnErrorAndNoFile()
    {
        var other = NetworkDefinition.Build(new TensorShape(5), x => x.Dense(3));
        Assert.ThrowsExactly<ArgumentException>(() => Table.SaveC(NetworkWeights.Initialize(other, 1), Source));
        Assert.IsFalse(File.Exists(Source));
    }
}
